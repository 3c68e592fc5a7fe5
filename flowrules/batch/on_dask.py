"""Parts -> what came of each, in their order, on the workers of a Dask cluster.

Without the address of a scheduler, the cluster is one of processes on this machine. Dask itself does
again what a worker had that is gone; files must be where every worker can read them.
"""

import pickle  # of work made by the program that began it
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from dask import config
from distributed import Client, LocalCluster
from distributed.scheduler import KilledWorker

from flowrules.batch.at_once import AHEAD, in_order
from flowrules.batch.files import Part
from flowrules.batch.pool import GaveUp
from flowrules.batch.work import Done, Work

_WAIT = 30  # seconds for a scheduler to answer, and for the first worker to be there


def in_dask(work: Work, parts: Iterable[Part], jobs: int, scheduler: str | None) -> Iterator[Done]:
    """On the workers of a scheduler; of a cluster with so many here, where none is named."""
    with ExitStack() as stack:
        client = _client(stack, jobs, scheduler)
        pickled = pickle.dumps(work)
        threads = sum(client.nthreads().values())
        try:
            yield from in_order(
                parts,
                lambda part: client.submit(_do, pickled, _anywhere(part), pure=False),
                max(1, threads) * AHEAD,
            )
        except KilledWorker:
            raise GaveUp("Dask's workers were killed again and again; is there enough memory?") from None


def _client(stack: ExitStack, jobs: int, scheduler: str | None) -> Any:
    if scheduler is not None:
        try:
            client = stack.enter_context(Client(scheduler, timeout=_WAIT, set_as_default=False))
            client.wait_for_workers(1, timeout=_WAIT)
        except (OSError, TimeoutError, ValueError):
            raise GaveUp(f"no scheduler of Dask with a worker answers at {scheduler}") from None
        return client
    stack.enter_context(config.set({"distributed.worker.daemon": True}))
    cluster = stack.enter_context(
        LocalCluster(
            n_workers=jobs,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            host="127.0.0.1",
            silence_logs=50,
        )
    )
    return stack.enter_context(Client(cluster, set_as_default=False))


def _anywhere(part: Part) -> Part:
    """The same for a worker, which may have been started in another folder."""
    return part._replace(file=str(Path(part.file).absolute()))


_own = threading.local()


def _do(pickled: bytes, part: Part) -> Done:
    """On a worker: each of its threads has work of its own, made ready once."""
    if getattr(_own, "pickled", None) != pickled:
        _own.pickled, _own.work = pickled, pickle.loads(pickled)  # noqa: S301 - see above
        _own.work.get_ready()
    done: Done = _own.work(part)
    return done
