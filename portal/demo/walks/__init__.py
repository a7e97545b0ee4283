"""The walk through the demo in its parts: before the first export, the first export, the update."""
