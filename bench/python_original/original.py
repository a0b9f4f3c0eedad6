"""How fast was the first experiment: creates of a User through cqlengine, one at a time or in a gevent pool?

usage: original.py HOST PORT OPERATIONS POOL LATENCY_MS    (a pool of 1 is serial)

Prints seconds, percentiles of the time per create in ms, and CPU microseconds per create, as JSON: of the creates alone,
rows are made, and connections and statements warmed up, before.
Needs cassandra-driver and gevent ("apt-get install python3-cassandra python3-gevent").
"""

# Before anything that imports sockets or threads, or they would block all greenlets at once.
from gevent import monkey

monkey.patch_all()

import json
import os
import sys
import time
import uuid

import gevent
from cassandra import ConsistencyLevel
from cassandra.cqlengine import columns, connection, management
from cassandra.cqlengine.models import Model
from cassandra.io.geventreactor import GeventConnection
from gevent.pool import Pool

KEYSPACE = "cassbench_original"
WARM_UP = 200


class User(Model):
    __keyspace__ = KEYSPACE
    __table_name__ = "user"

    user_id = columns.UUID(primary_key=True)
    first_name = columns.Text()
    last_name = columns.Text()


def connect(host, port):
    os.environ["CQLENG_ALLOW_SCHEMA_MANAGEMENT"] = "1"
    connection.setup(
        [host],
        "system",
        consistency=ConsistencyLevel.LOCAL_ONE,
        port=port,
        protocol_version=4,
        connection_class=GeventConnection,
    )
    management.create_keyspace_simple(KEYSPACE, replication_factor=1)
    management.sync_table(User)


def make_users(count):
    return [
        {"user_id": uuid.uuid4(), "first_name": f"First{i}", "last_name": f"Last{i}"}
        for i in range(count)
    ]


def create_all(users, pool_size, latency):
    """Returns how many seconds each took."""
    times = []

    def create(user):
        started_at = time.perf_counter()
        if latency > 0:
            gevent.sleep(latency)
        User.create(**user)
        times.append(time.perf_counter() - started_at)

    if pool_size == 1:
        for user in users:
            create(user)
    else:
        # The quickest of the pool's ways: imap_unordered and spawn took longer in each of three tries.
        Pool(pool_size).map(create, users)
    return times


def main(host, port, operations, pool_size, latency_ms):
    connect(host, int(port))
    create_all(make_users(WARM_UP), int(pool_size), 0)
    users = make_users(int(operations))
    started_at, cpu_before = time.perf_counter(), time.process_time()
    times = sorted(create_all(users, int(pool_size), float(latency_ms) / 1000))
    seconds, cpu = time.perf_counter() - started_at, time.process_time() - cpu_before
    reading = {
        "seconds": seconds,
        "throughput": len(times) / seconds,
        "p50": times[len(times) // 2] * 1e3,
        "p99": times[len(times) * 99 // 100] * 1e3,
        "cpu": cpu / len(times) * 1e6,
    }
    print(json.dumps(reading))


if __name__ == "__main__":
    main(*sys.argv[1:])
