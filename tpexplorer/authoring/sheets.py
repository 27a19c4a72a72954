"""Contact sheets of everything placed on the body (`make sheets`): someone has to look at them.

``python -m tpexplorer.authoring.sheets landmarks regions points zones [--only TEXT]`` writes pages under ``build/sheets``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from tpexplorer.authoring.sources import DATA
from tpexplorer.body.addresses import Resolver
from tpexplorer.body.body import Body, load_body
from tpexplorer.body.map import partition, read_landmarks, read_regions
from tpexplorer.body.paint import Mark, Paint
from tpexplorer.body.surface import Surface
from tpexplorer.body.views import View, facing, view_of
from tpexplorer.plates.contact import TILE, ContactSheet
from tpexplorer.plates.palette import LIGHT
from tpexplorer.plates.plate import Crop, PlateMaker, around
