"""What changes about how somebody proves who they are, each of which they are mailed of."""

from __future__ import annotations

from enum import StrEnum


class AccountChange(StrEnum):
    PASSWORD = "password"  # noqa: S105 - the name of what changed
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    RECOVERY_CODE_USED = "recovery_code_used"
    RECOVERY_CODES_NEW = "recovery_codes_new"
