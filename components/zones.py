"""The zones of the data lake, and what becomes of the objects in each."""

from enum import StrEnum

from components.retention import Retention


class Zone(StrEnum):
    """A part of the data lake with rules of its own."""

    RAW = "raw"
    """As it arrived; never changed."""
    CURATED = "curated"
    """Checked and joined; can be made again from raw."""
    FEATURES = "features"
    """What models are trained on."""
    ARTIFACTS = "artifacts"
    """What training runs leave behind: models, metrics, plots."""
    INFERENCE = "inference"
    """What endpoints were asked and answered."""
    AUDIT = "audit"
    """Evidence: locked against everybody for its time."""


RETENTION = {
    Zone.RAW: Retention(tiering_days=30, noncurrent_days=365),
    Zone.CURATED: Retention(tiering_days=30, noncurrent_days=90),
    Zone.FEATURES: Retention(tiering_days=30, noncurrent_days=90),
    Zone.ARTIFACTS: Retention(tiering_days=30, noncurrent_days=180),
    # Logs of high-risk systems are kept six months at least: EU AI Act, articles 19 and 26(6).
    Zone.INFERENCE: Retention(tiering_days=30, expire_days=400, noncurrent_days=30),
    # Documentation is kept six years: 45 CFR 164.316(b)(2)(i). The lock itself is a setting.
    Zone.AUDIT: Retention(tiering_days=90, expire_days=2557, noncurrent_days=365),
}
"""Of each zone, when objects move to cheaper storage and when they go."""

INFERENCE_DAYS_MIN = 183
"""The least that what endpoints answered is kept, in days: EU AI Act, articles 19 and 26(6)."""
