"""Streams of materials, as the map has them: what a material belongs to and in which colour it is drawn."""

from recyclenet.instance.instance import Instance
from recyclenet.views.palette import stream_colours


def names_of(instance: Instance) -> dict[str, str]:
    """Return the name shown for every material."""
    rows = instance["materials"]
    return {label: name if isinstance(name, str) and name else label for label, name in zip(rows["material"], rows["name"], strict=True)}


def streams_of(instance: Instance) -> dict[str, str]:
    """Return the stream of every material; one without a stream is its own."""
    stated, named = instance.keyed("materials")["stream"], names_of(instance)
    return {label: stated[label] if isinstance(stated[label], str) and stated[label] else named[label] for label in named}


def colours_of(instance: Instance) -> dict[str, str]:
    """Return a colour for every stream."""
    return stream_colours(streams_of(instance).values())
