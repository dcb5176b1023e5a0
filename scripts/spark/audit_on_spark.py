"""Runs an audit in shards on Spark: audit score and audit tally on the executors, audit merge and audit judge here.

    python audit_on_spark.py --plan audit.yaml --shards 16 --work /shared/run-1

Driver and executors need the same paths: the plan with its models and tables, the work folder, and the audit command.
What a killed task had scored is kept, so that its next attempt goes on from there. The exit code is that of audit judge.
"""

import argparse
import ctypes
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path


def die_with_parent():
    """A worker that Spark kills takes the command with it, so that the next attempt finds the folder free (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def run(command):
    """Runs one command to its end. A child that failed or was killed is an error, so that Spark tries the shard again."""
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=die_with_parent,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{shlex.join(command)} ended with {done.returncode}: {done.stdout[-2000:]}")
    return done.stdout.strip().splitlines()[-1]


def on_shards(spark, shards, commands):
    """Runs the commands of every shard, one task a shard, and returns the last line that each said, by shard."""

    def task(batches):
        # Imported where it runs: an executor has its own Python.
        import pyarrow

        for batch in batches:
            for number in batch.column(0).to_pylist():
                said = [run(command) for command in commands(number + 1)]
                yield pyarrow.RecordBatch.from_pydict(
                    {"shard": pyarrow.array([number + 1], pyarrow.int32()), "said": [said[-1]]}
                )

    # Not RDD.pipe: it takes a child that was killed for one that had nothing more to say.
    rows = spark.range(0, shards, 1, shards).mapInArrow(task, "shard int, said string").collect()
    found = sorted(row.shard for row in rows)
    if found != list(range(1, shards + 1)):
        raise RuntimeError(f"expected an answer of each of {shards} shards, found {found}")
    for row in sorted(rows, key=lambda row: row.shard):
        print(row.said, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plan", required=True, help="the plan, audit.yaml")
    parser.add_argument("--shards", type=int, required=True, help="how many; a few for each core")
    parser.add_argument("--work", required=True, help="a folder that driver and executors share")
    parser.add_argument("--audit", default="audit", help="the command on the executors, such as 'node /opt/fairweight/bin/audit.js'")
    parser.add_argument("--workers", type=int, default=1, help="threads a task that run models")
    parser.add_argument("--no-ranks", action="store_true", help="no second pass: for outcomes that are not binary, or weighted")
    parser.add_argument("--master", help="where Spark runs, such as local[2,4]; spark-submit says it otherwise")
    arguments = parser.parse_args()
    audit = shlex.split(arguments.audit)
    plan = str(Path(arguments.plan).resolve())
    work = Path(arguments.work).resolve()
    work.mkdir(parents=True, exist_ok=True)
    workers = str(arguments.workers)
    shards = arguments.shards

    def path(name):
        return str(work / name)

    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("fairweight")
    if arguments.master:
        builder = builder.master(arguments.master)
        if arguments.master.startswith("local"):
            # Elsewhere the executors have a Python of their own.
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = builder.getOrCreate()
    try:
        on_shards(
            spark,
            shards,
            lambda i: [
                [*audit, "score", "--plan", plan, "--shard", f"{i}/{shards}", "--out", path(f"shard-{i}"), "--workers", workers, "--quiet"],
                [*audit, "tally", path(f"shard-{i}"), "--out", path(f"shard-{i}.tally.json")],
            ],
        )
        tallies = [path(f"shard-{i}.tally.json") for i in range(1, shards + 1)]
        print(run([*audit, "merge", *tallies, "--out", path("merged.tally.json")]), flush=True)
        judged = ["judge", path("merged.tally.json"), "--plan", plan]
        if not arguments.no_ranks:
            on_shards(
                spark,
                shards,
                lambda i: [
                    [*audit, "tally", path(f"shard-{i}"), "--ranks", path("merged.tally.json"), "--plan", plan, "--out", path(f"shard-{i}.ranks.json")]
                ],
            )
            ranks = [path(f"shard-{i}.ranks.json") for i in range(1, shards + 1)]
            print(run([*audit, "merge", *ranks, "--out", path("merged.ranks.json")]), flush=True)
            judged += ["--ranks", path("merged.ranks.json")]
    finally:
        spark.stop()
    return subprocess.run([*audit, *judged]).returncode


if __name__ == "__main__":
    sys.exit(main())
