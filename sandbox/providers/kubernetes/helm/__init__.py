"""Helm releases, without Helm: what a chart brings is written down, its templates are not rendered."""
