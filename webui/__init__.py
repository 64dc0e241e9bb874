"""The archive in a browser."""

from webui.app import create_app

__all__ = ["create_app"]
