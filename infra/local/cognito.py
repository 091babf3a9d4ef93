"""The user pool in moto: made as production makes it, with moto's own faults mended."""

# mypy: disable-error-code="method-assign, attr-defined, assignment"
# It puts its own functions into moto, whose types do not expect that.

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

from moto.cognitoidp import models, utils

from infra.local import second_factor, template
from infra.local.aws import ACCOUNT, REGION, client


@cache
def install() -> None:
    """Mend moto: read its signing key once, not at 100 ms for every pool, take addresses such as o'brien@example.com
    and jo@example.xn--p1ai, and check codes and clients' secrets."""
    key = models.jwk.RSAKey.import_key(models.load_resource("cognitoidp/resources/jwks-private.json"))
    models.jwk = SimpleNamespace(RSAKey=SimpleNamespace(import_key=lambda _: key))
    second_factor.install()
    utils.FORMATS["email"] = r"[\w.%+'-]+@[\w-]+(\.[\w-]+)+"


def create_pool(name: str) -> tuple[str, str]:
    """Make a user pool and its client as the template does; their ids."""
    install()
    idp = client("cognito-idp")
    pool_id = idp.create_user_pool(PoolName=name, **template.user_pool())["UserPool"]["Id"]
    created = idp.create_user_pool_client(UserPoolId=pool_id, ClientName=name, **template.user_pool_client())
    return pool_id, created["UserPoolClient"]["ClientId"]


def ensure_user(pool_id: str, email: str, password: str, sub: str, factor: str | None = None) -> None:
    """Make sure that this person can sign in and is known by `sub`; `factor` is the secret of their authenticator app.

    moto forgets its users at the end of a run, while a table in DynamoDB Local remembers who had which `sub`.
    """
    idp = client("cognito-idp")
    pool = models.cognitoidp_backends[ACCOUNT][REGION].user_pools[pool_id]
    if pool._get_user(email) is None:
        idp.admin_create_user(UserPoolId=pool_id, Username=email, MessageAction="SUPPRESS")
    idp.admin_set_user_password(UserPoolId=pool_id, Username=email, Password=password, Permanent=True)
    user = pool._get_user(email)
    del pool.users[user.username]
    user.id = user.username = sub
    user.update_attributes([{"Name": "sub", "Value": sub}])
    pool.users[sub] = user
    if factor:
        second_factor.put_on(user, factor)


def users(pool_id: str) -> list[dict[str, Any]]:
    """Everybody in the pool who has a password, as `ensure_user` takes them."""
    pool = models.cognitoidp_backends[ACCOUNT][REGION].user_pools[pool_id]
    return [
        {
            "email": user.attribute_lookup["email"],
            "password": user.password,
            "sub": user.id,
            "factor": second_factor.secret_of(user),
        }
        for user in pool.users.values()
        if user.password
    ]
