"""The verbs of Proofbook; every public function takes `session=None` last."""
