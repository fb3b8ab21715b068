"""What resources are charged for, by their type; see `costs.services.answer`."""

from costs.services import compute, data, kubernetes, messages, network
from costs.services.answer import ANSWERS, Surroundings, kind

__all__ = ["ANSWERS", "Surroundings", "compute", "data", "kind", "kubernetes", "messages", "network"]
