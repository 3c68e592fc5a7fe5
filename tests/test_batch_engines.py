"""Threads, processes, Dask, Spark and Ray: the same answers to the byte, and a killed worker loses nobody."""

import os
import signal
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

pytest.importorskip("numba")
pa = pytest.importorskip("pyarrow")

import pyarrow.parquet as pq  # noqa: E402

from flowrules.batch import Decider  # noqa: E402
from flowrules.batch import pool as pools  # noqa: E402
from flowrules.batch.files import Part, parts_of  # noqa: E402
from flowrules.batch.plain import plain_schema, plainly  # noqa: E402
from flowrules.batch.work import Done, Work  # noqa: E402
from flowrules.cli import main  # noqa: E402
from flowrules.cli.gate import load_flow  # noqa: E402

ROOT = Path(__file__).parent.parent
PROCEDURE = str(ROOT / "examples/oakfield/procedure.yaml")
ON = date(2026, 11, 21)
MANY, GROUP = 60, 4
EMPLOYEE = pa.struct([("id", pa.string()), ("group", pa.string())])
ABSENCE = pa.struct([("from", pa.date32()), ("to", pa.date32())])
EVENT = pa.struct([("on", pa.date32()), ("recorded", pa.string())])
SCHEMA = pa.schema(
    [("employee", EMPLOYEE), ("absences", pa.list_(ABSENCE)), ("events", pa.list_(EVENT))]
)


def person(n):
    first = date(2026, 9, 1 + n % 28)
    absences = [{"from": first, "to": first}, {"from": date(2026, 10, 1 + n % 30), "to": None}]
    group = ["support", "teaching", "x"][n % 3]
    return {"employee": {"id": f"E{n}", "group": group}, "absences": absences[: 1 + n % 2], "events": []}


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    table = pa.Table.from_pylist([person(n) for n in range(MANY)], SCHEMA)
    pq.write_table(table, "people.parquet", row_group_size=GROUP)


@pytest.fixture(scope="module")
def flow():
    return load_flow(PROCEDURE)[0]


def evaluate(output, *words):
    words = ["people.parquet", "-o", output, "--on", ON.isoformat(), *map(str, words)]
    done = CliRunner().invoke(main, ["evaluate", PROCEDURE, *words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert done.stderr.splitlines()[-1].startswith(f"employees: {MANY}, ")
    return sha256(Path(output).read_bytes()).hexdigest()


def ids(done):
    return [id.as_py() for one in done for id in one.answers.column("id")]


EVERYBODY = [f"E{n}" for n in range(MANY)]


def test_every_engine_of_this_machine_writes_the_same_bytes():
    alone = evaluate("alone.parquet", "--jobs", 1)
    assert evaluate("threads.parquet", "--engine", "threads", "--jobs", 2) == alone
    assert evaluate("processes.parquet", "--engine", "processes", "--jobs", 2) == alone


class Killing(Work):
    """Work that kills its own process at some parts, the first times that they are met.

    It decides nothing, so that nothing slow must be loaded again.
    """

    def __init__(self, flow, on, at, times, at_work=None):
        super().__init__(flow, on)
        self.at = at
        self.times = times
        self.at_work = at_work or str(Path.cwd())

    def __getstate__(self):
        return {
            "flow": self.flow,
            "on": self.on,
            "at": self.at,
            "times": self.times,
            "at_work": self.at_work,
        }

    def get_ready(self):
        pass

    def __call__(self, part):
        for n in range(self.times if part.group in self.at else 0):
            try:
                Path(self.at_work, f"killed-{part.group}-{n}").touch(exist_ok=False)
            except FileExistsError:
                continue
            os.kill(os.getpid(), signal.SIGKILL)
        ids = self._read(part).column("employee").field("id")
        return Done(pa.record_batch({"id": ids}), len(ids), 0, {})


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing is killed so elsewhere")
def test_after_processes_are_killed_everybody_is_decided_once_and_in_order(flow):
    work = Killing(flow, ON, at=(2, 9), times=1)
    assert ids(pools.in_processes(work, parts_of(["people.parquet"]), 2)) == EVERYBODY
    assert len([*Path().glob("killed-*")]) == 2


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing is killed so elsewhere")
def test_what_is_killed_again_and_again_ends_with_a_word_about_it(flow, monkeypatch):
    monkeypatch.setattr(pools, "_TRIES", 2)
    work = Killing(flow, ON, at=(1,), times=99)
    with pytest.raises(pools.GaveUp, match="were killed 2 times"):
        [*pools.in_processes(work, parts_of(["people.parquet"]), 1)]


def test_no_more_parts_are_under_way_than_were_asked_for(flow):
    begun = []
    parts = (begun.append(part) or part for part in parts_of(["people.parquet"]))
    done = pools.in_threads(Work(flow, ON), parts, 2)
    next(done)
    assert len(begun) <= 4
    done.close()


def test_a_file_that_is_cut_short_while_it_is_read_is_said(flow):
    part = Part("gone.parquet", 0, 0, GROUP, whole=True)
    with pytest.raises(Exception, match=r"gone\.parquet: cannot be read"):
        [*pools.in_threads(Work(flow, ON), [part, part], 2)]


# Dask.


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1", silence_logs=50
    )
    yield cluster
    cluster.close()


def test_dask_on_its_own_cluster_writes_the_same_bytes():
    pytest.importorskip("distributed")
    alone = evaluate("alone.parquet", "--jobs", 1)
    assert evaluate("dask.parquet", "--engine", "dask", "--jobs", 1) == alone


def test_dask_on_a_cluster_that_is_there_writes_the_same_bytes(cluster, monkeypatch, tmp_path):
    alone = evaluate("alone.parquet", "--jobs", 1)
    address = cluster.scheduler_address
    assert evaluate("dask.parquet", "--engine", "dask", "--scheduler", address) == alone


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing is killed so elsewhere")
def test_after_workers_of_dask_are_killed_everybody_is_decided_once_and_in_order(flow, cluster):
    on_dask = pytest.importorskip("flowrules.batch.on_dask")
    work = Killing(flow, ON, at=(2, 9), times=1)
    done = on_dask.in_dask(work, parts_of(["people.parquet"]), 2, cluster.scheduler_address)
    assert ids(done) == EVERYBODY
    assert len([*Path().glob("killed-*")]) == 2


def test_a_scheduler_that_does_not_answer_is_said(monkeypatch):
    on_dask = pytest.importorskip("flowrules.batch.on_dask")
    monkeypatch.setattr(on_dask, "_WAIT", 0.2)
    words = ["people.parquet", "-o", "a.parquet", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9"]
    done = CliRunner().invoke(main, ["evaluate", PROCEDURE, *words, "--on", ON.isoformat()])
    assert done.exit_code == 2
    assert "no scheduler of Dask with a worker answers at tcp://127.0.0.1:9" in done.stderr
    assert not Path("a.parquet").exists()


# Spark and Ray, as docs/batch.md has them.


def answered(table):
    return {row["id"]: row for row in table.to_pylist()}


@pytest.mark.filterwarnings("default")
def test_spark_gives_the_same_answers(flow, monkeypatch):
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    spark_sql = pytest.importorskip("pyspark.sql")
    spark = spark_sql.SparkSession.builder.master("local[1]").config(
        "spark.pyspark.python", sys.executable
    )
    spark = spark.getOrCreate()
    from pyspark.sql.pandas.types import from_arrow_schema

    decider = Decider(flow, ON)
    evaluate("alone.parquet", "--jobs", 1)

    def decide(batches):
        for batch in batches:
            yield plainly(decider(batch))

    frame = spark.read.parquet("people.parquet").mapInArrow(
        decide, from_arrow_schema(plain_schema(decider.schema))
    )
    frame.write.parquet("spark.parquet")
    spark.stop()
    assert answered(pq.read_table("spark.parquet")) == answered(pq.read_table("alone.parquet"))


@pytest.mark.filterwarnings("default")
def test_ray_gives_the_same_answers(flow):
    ray = pytest.importorskip("ray")
    decider = Decider(flow, ON)
    evaluate("alone.parquet", "--jobs", 1)

    def decide(table):
        batches = table.combine_chunks().to_batches()
        return pa.Table.from_batches([decider(one) for one in batches], decider.schema)

    found = ray.data.read_parquet("people.parquet").map_batches(decide, batch_format="pyarrow")
    rows = {row["id"]: row for row in found.take_all()}
    ray.shutdown()
    assert rows == answered(pq.read_table("alone.parquet"))
