"""The user pool in moto: made as production makes it, with moto's own faults mended."""

# mypy: disable-error-code="method-assign, attr-defined, assignment"
# It puts its own functions into moto, whose types do not expect that.

from __future__ import annotations

from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import SimpleNamespace
from typing import Any

from moto.cognitoidp import models, responses, utils
from moto.cognitoidp.responses import CognitoIdpJsonWebKeyResponse

from infra.local import second_factor, template
from infra.local.aws import ACCOUNT, REGION, client


class _Tokens(dict[str, Any]):
    """Refresh tokens by their text. moto answers an unknown one with an internal error rather than a refusal."""

    def __missing__(self, token: str) -> None:
        return None


@cache
def install() -> None:
    """Mend moto: read its signing key once, not at 100 ms for every pool, refuse unknown refresh tokens, take addresses
    such as o'brien@example.com and jo@example.xn--p1ai, and check codes and clients' secrets.
    """
    key = models.jwk.RSAKey.import_key(models.load_resource("cognitoidp/resources/jwks-private.json"))
    models.jwk = SimpleNamespace(RSAKey=SimpleNamespace(import_key=lambda _: key))
    make_pool = models.CognitoIdpUserPool.__init__

    def make_mended_pool(self: Any, *args: Any, **kwargs: Any) -> None:
        make_pool(self, *args, **kwargs)
        self.refresh_tokens = _Tokens()

    models.CognitoIdpUserPool.__init__ = make_mended_pool
    responses.CognitoIdpResponse.revoke_token = _revoke_token
    second_factor.install()
    utils.FORMATS["email"] = r"[\w.%+'-]+@[\w-]+(\.[\w-]+)+"


def _revoke_token(self: Any) -> str:
    """RevokeToken, which moto lacks; a token nobody knows is revoked already."""
    for pool in self.backend.user_pools.values():
        pool.refresh_tokens[self._get_param("Token")] = None
    return "{}"


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


class _KeyPage(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(CognitoIdpJsonWebKeyResponse.json_web_key)

    def log_message(self, *_: Any) -> None:
        """Say nothing: nobody reads this server's log."""


@cache
def jwks_server() -> str:
    """Serve moto's public key for as long as this process lives; its URL.

    PyJWT asks by HTTP, which moto's mock inside a process doesn't see.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), _KeyPage)
    Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/jwks.json"
