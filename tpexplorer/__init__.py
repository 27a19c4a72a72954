"""TPExplorer: myofascial trigger points on one turnable body, with their referred pain painted on the skin."""

__version__ = "0.1.0"
