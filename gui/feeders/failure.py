"""What a row says that could not be read."""

from __future__ import annotations

import logging

from PySide6.QtCore import QCoreApplication

from core.errors import CoreError

logger = logging.getLogger(__name__)


def sentence_of(error: BaseException) -> str:
    """The error's own sentence if it is a known one; what is unknown goes to the log whole."""
    if isinstance(error, CoreError):
        return error.sentence
    logger.error("A read failed", exc_info=error)
    return QCoreApplication.translate("Feeders", "Could not be read.")
