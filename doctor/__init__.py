"""What keeps a stack from coming up, found before anything is changed: one check for each thing that can be wrong."""

from doctor.check import CannotTell, Check, Finding, Group, Outcome, Result
from doctor.examination import LIMIT_S, examine
from doctor.subject import Subject

__all__ = ["LIMIT_S", "CannotTell", "Check", "Finding", "Group", "Outcome", "Result", "Subject", "examine"]
