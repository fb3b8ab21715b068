"""Databases, buckets, tables, file systems, repositories, keys, secrets."""

from __future__ import annotations

from costs.declared import Declared, Facts
from costs.item import Part
from costs.range import Range
from costs.services.answer import Parts, Surroundings, answers

POSTGRES = "postgres"


@answers("aws:rds:Instance")
def database(_: Declared, facts: Facts, around: Surroundings) -> Parts:
    """The instance by the hour, its storage by the month; a standby in another zone has both once more."""
    engine, name = facts.text("engine", POSTGRES), facts.text("instanceClass")
    times = 2 if facts.flag("multiAz") else 1
    standby = " with its standby" if times > 1 else ""
    # The items without an engine are PostgreSQL's; see prices.yaml.
    item = f"rds/{name}" if engine == POSTGRES else f"rds/{engine}/{name}"
    yield Part(what=f"{name} for {engine}{standby}", price=item, quantity=Range.exactly(times))
    size = facts.number("allocatedStorage")
    most = max(size, facts.number("maxAllocatedStorage"))
    kind = facts.text("storageType", "gp2")
    note = "grows by itself" if most > size else ""
    yield Part(what=f"{kind} storage{standby}", price=f"rds/{kind}", quantity=Range(size, most) * times, note=note)
    if facts.number("backupRetentionPeriod"):
        yield Part(
            what="backups beyond its size",
            price="rds/backup",
            quantity=around.assumptions.backup_gib,
            assumption="backup_gib",
        )
    if facts.flag("manageMasterUserPassword"):
        yield Part(what="its password", price="secretsmanager/secret", quantity=Range.exactly(1))


@answers("aws:s3:Bucket", "aws:s3:BucketV2")
def bucket(_: Declared, __: Facts, around: Surroundings) -> Parts:
    """By what is stored, all of it counted in the standard class, and by requests."""
    use = around.assumptions
    note = "in the standard class; colder ones cost less"
    yield Part(what="objects", price="s3/standard", quantity=use.s3_gib, assumption="s3_gib", note=note)
    yield Part(what="requests that write", price="s3/write", quantity=use.s3_writes, assumption="s3_writes")
    yield Part(what="requests that read", price="s3/read", quantity=use.s3_reads, assumption="s3_reads")


@answers("aws:ecr:Repository")
def repository(_: Declared, __: Facts, around: Surroundings) -> Parts:
    """By what is stored."""
    yield Part(what="images", price="ecr/storage", quantity=around.assumptions.ecr_gib, assumption="ecr_gib")


@answers("aws:kms:Key")
def key(_: Declared, facts: Facts, around: Surroundings) -> Parts:
    """By the month, more with each of the first two rotations, and by requests."""
    versions = Range(1, 3) if facts.flag("enableKeyRotation") else Range.exactly(1)
    note = "another for each of the first two rotations" if versions.high > 1 else ""
    yield Part(what="key", price="kms/key", quantity=versions, note=note)
    use = around.assumptions.kms_requests
    yield Part(what="requests", price="kms/request", quantity=use, assumption="kms_requests")


@answers("aws:secretsmanager:Secret")
def secret(_: Declared, __: Facts, ___: Surroundings) -> Parts:
    """By the month; requests come on top."""
    yield Part(what="secret", price="secretsmanager/secret", quantity=Range.exactly(1), note="requests come on top")


@answers("aws:dynamodb:Table")
def table(_: Declared, facts: Facts, around: Surroundings) -> Parts:
    """By what is stored; by requests on demand, by the hour where capacity is provisioned."""
    use = around.assumptions
    yield Part(what="storage", price="dynamodb/storage", quantity=use.dynamodb_gib, assumption="dynamodb_gib")
    if facts.text("billingMode", "PROVISIONED") == "PAY_PER_REQUEST":
        yield Part(what="writes", price="dynamodb/write", quantity=use.dynamodb_writes, assumption="dynamodb_writes")
        yield Part(what="reads", price="dynamodb/read", quantity=use.dynamodb_reads, assumption="dynamodb_reads")
        return
    for what, name in (("write", "writeCapacity"), ("read", "readCapacity")):
        yield Part(
            what=f"{what} capacity", price=f"dynamodb/{what}-capacity", quantity=Range.exactly(facts.number(name))
        )


@answers("aws:efs:FileSystem")
def file_system(_: Declared, __: Facts, around: Surroundings) -> Parts:
    """By what is stored."""
    yield Part(what="files", price="efs/standard", quantity=around.assumptions.efs_gib, assumption="efs_gib")


@answers("aws:ebs:Volume")
def volume(_: Declared, facts: Facts, __: Surroundings) -> Parts:
    """By its size."""
    kind = facts.text("type", "gp2")
    yield Part(what=f"{kind} volume", price=f"ebs/{kind}", quantity=Range.exactly(facts.number("size")))
