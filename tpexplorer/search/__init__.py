"""Text search over everything the atlas and the map of the body have a name or words for."""

from tpexplorer.search.entries import Weight, build_index, load_synonyms
from tpexplorer.search.index import Hit, SearchIndex
from tpexplorer.search.vocabulary import Entry

__all__ = ["Entry", "Hit", "SearchIndex", "Weight", "build_index", "load_synonyms"]
