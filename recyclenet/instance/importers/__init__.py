"""Importers: instances from the files of other tools and libraries."""
