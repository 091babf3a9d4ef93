"""How a stack stands: one that an earlier attempt left half-way says what to do, before anything else is begun."""

from __future__ import annotations

from typing import Any

from infra.deploy.errors import DeployError

_NEVER_MADE = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED")
_NOT_UNDONE = ("UPDATE_ROLLBACK_FAILED", "UPDATE_FAILED")
_CONTINUE = """\
{name} is half-way between two releases ({status}): an upgrade failed, and so did undoing it. The desk goes on with what
it has. What could not be undone is told by:
  aws cloudformation describe-stack-events --stack-name {name}
Put that right, then have the undoing go on, and deploy once more:
  aws cloudformation continue-update-rollback --stack-name {name}
  aws cloudformation wait stack-rollback-complete --stack-name {name}"""
_DELETE = """\
{name} was never finished ({status}): its first deployment failed, and nothing that anybody stored is in it. Delete what
is left, and deploy once more:
  aws cloudformation delete-stack --stack-name {name}
  aws cloudformation wait stack-delete-complete --stack-name {name}"""
_BUSY = """\
{name} is being changed by somebody else, or by a command that was cut off ({status}). When this says COMPLETE, deploy
once more:
  aws cloudformation describe-stacks --stack-name {name} --query 'Stacks[0].StackStatus'"""


def refuse_half_way(stack: dict[str, Any] | None) -> None:
    """Raise DeployError for a stack that takes no change as it stands, with the commands that get it out of there."""
    status = stack["StackStatus"] if stack else ""
    words = _words(status)
    if stack and words:
        raise DeployError(f"{words.format(name=stack['StackName'], status=status)}\nNothing was changed.")


def _words(status: str) -> str:
    if status in _NEVER_MADE:
        return _DELETE
    if status in _NOT_UNDONE:
        return _CONTINUE
    return _BUSY if status.endswith("_IN_PROGRESS") else ""


def left(stack: dict[str, Any] | None) -> str:
    """Return how a stack was left by a change that failed."""
    status = stack["StackStatus"] if stack else ""
    if stack and (words := _words(status)):
        return words.format(name=stack["StackName"], status=status)
    return f"CloudFormation undid all of it ({status}): the desk goes on as before. Nothing is half done."
