"""Paths: a strong search for networks in which supply passes one or two candidates on its way out (region, collection point, plant)."""
