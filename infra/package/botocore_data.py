"""botocore describes every AWS service in 30 MB of data; the desk needs a few of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from infra.package.errors import UnfitError
from infra.package.needs import services_asked_for

KEPT = frozenset({"bedrock-runtime", "cognito-idp", "dynamodb", "s3", "sesv2", "sqs", "ssm"})
UNUSED = ("examples-1.json", "examples-1.json.gz")

MAKE_CLIENTS = """
import sys, botocore.session
session = botocore.session.get_session()
for service in sys.argv[1:]:
    session.create_client(service, region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
"""


def trim(site: Path) -> None:
    """Delete the data of every service but those in KEPT."""
    for data in (site / "botocore" / "data", site / "boto3" / "data"):
        for folder in data.iterdir():
            if folder.is_dir() and folder.name not in KEPT:
                shutil.rmtree(folder)
    for service in KEPT:
        for name in UNUSED:
            for file in (site / "botocore" / "data" / service).rglob(name):
                file.unlink()


def refuse_missing_services(site: Path) -> None:
    """Raise UnfitError when our code asks boto3 for a service that isn't kept; make a client of each that is."""
    missing = {service for file in (site / "chalicelib").rglob("*.py") for service in services_asked_for(file)} - KEPT
    if missing:
        raise UnfitError(
            f"chalicelib uses {', '.join(sorted(missing))}: add it to KEPT in infra/package/botocore_data.py"
        )
    environment = {**os.environ, "PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-c", MAKE_CLIENTS, *sorted(KEPT)], check=True, env=environment)
