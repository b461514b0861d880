"""The arithmetic of a plan: from its lines and definitions to what to bake, need and buy."""

from core.domain.arithmetic.summing import PlanInput, PlanStock, summarize

__all__ = ["PlanInput", "PlanStock", "summarize"]
