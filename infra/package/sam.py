"""Chalice's own description of app.py (routes, functions, events) with the merge file merged in: a SAM template.

`chalice package` does the same but insists on making its own zip; here its pieces are put together without that step.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from chalice.app import Chalice
from chalice.config import Config
from chalice.deploy import models
from chalice.deploy.appgraph import ApplicationGraphBuilder, DependencyBuilder
from chalice.deploy.deployer import BaseDeployStep, BuildStage, InjectDefaults, SwaggerBuilder
from chalice.deploy.swagger import CFNSwaggerGenerator
from chalice.deploy.validate import validate_configuration
from chalice.package import PackageOptions, ResourceBuilder, SAMTemplateGenerator, TemplateDeepMerger

from infra.package.live import behind_aliases
from infra.package.parts import Template, read

STAGE = "prod"
ZIP = "./deployment.zip"


class OurZip(BaseDeployStep):
    """Says where the code is; making it is another step's work."""

    def handle_deploymentpackage(self, _config: Config, resource: models.DeploymentPackage) -> None:
        resource.filename = ZIP


class Principals(PackageOptions):
    """Answers the one question Chalice would ask AWS."""

    def __init__(self) -> None:
        """Without a client: there is nobody to ask."""

    def service_principal(self, service: str) -> str:
        return f"{service}.amazonaws.com"


def sam_template(app: Chalice, merge: Template) -> Template:
    """The SAM template of `app` with the pieces of `merge`. Lists of `merge` replace, its objects are merged.
    What calls a function calls its alias."""
    config = _config(app)
    validate_configuration(config)
    steps = [InjectDefaults(), OurZip(), SwaggerBuilder(CFNSwaggerGenerator())]
    builder = ResourceBuilder(ApplicationGraphBuilder(), DependencyBuilder(), BuildStage(steps))
    template = SAMTemplateGenerator(config, Principals()).generate(builder.construct_resources(config, STAGE))
    return behind_aliases(TemplateDeepMerger().merge(merge, template))


def _config(app: Chalice) -> Config:
    given: dict[str, Any] = {"chalice_app": app, "project_dir": str(Path.cwd())}
    return Config(chalice_stage=STAGE, user_provided_params=given, config_from_disk=read("../.chalice/config.json"))
