"""Which engine decides on the parts of files: threads, processes or Dask. All give the same answers."""

from collections.abc import Iterator, Sequence

from flowrules.batch.files import Part
from flowrules.batch.pool import in_processes, in_threads, one_by_one
from flowrules.batch.work import Done, Work
from flowrules.cores import cores


def run(
    work: Work, parts: Sequence[Part], engine: str | None, jobs: int | None, scheduler: str | None
) -> Iterator[Done]:
    """What comes of each part, in their order; `jobs` is how many are worked on at once.

    Threads share one interpreter, so a procedure that is not compiled is better off with processes.
    """
    jobs = jobs or cores()
    if scheduler is not None or engine == "dask":
        from flowrules.batch.on_dask import in_dask

        return in_dask(work, parts, jobs, scheduler)
    jobs = min(jobs, len(parts))
    if jobs < 2 and engine is None:
        return one_by_one(work, parts)
    if engine is None:
        engine = "threads" if work.is_compiled else "processes"
    return (in_threads if engine == "threads" else in_processes)(work, parts, jobs)
