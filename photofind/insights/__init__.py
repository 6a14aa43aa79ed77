"""Pictures of frequent words, without Qt: a word cloud beside a histogram, as SVG or PNG.

    words ──► ink.py (how large they are) ──► cloud.py (where they go) ──► picture.py (labels, bars) ──► svg.py, png.py

Paper: Nakata et al. 2024, appendix E, figure 10.
"""

from photofind.insights.cloud import lay_out
from photofind.insights.files import write
from photofind.insights.ink import inks_of
from photofind.insights.picture import HISTOGRAM_WORDS, Picture, compose
from photofind.insights.png import png
from photofind.insights.svg import svg

__all__ = ["HISTOGRAM_WORDS", "Picture", "compose", "inks_of", "lay_out", "png", "svg", "write"]
