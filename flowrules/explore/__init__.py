"""Flow -> Explored: what a procedure does with dated histories, for rules that look for one.

Each stage is come to in the shortest way that its moves can count from; there the histories that its
conditions name (just enough, and just too little) are tried, in the engine itself. So whatever is seen
is true of the procedure, and comes with a record that shows it. What is not seen may still exist: who
says so must name the bounds.
"""

from flowrules.explore.history import Arrival, Away, Happened, History
from flowrules.explore.search import Explored, Shared, Sighting, explored

__all__ = ["Arrival", "Away", "Explored", "Happened", "History", "Shared", "Sighting", "explored"]
