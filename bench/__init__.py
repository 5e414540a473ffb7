"""Measured figures, each beside its peer in the same run. `python -m bench` lists what there is."""
