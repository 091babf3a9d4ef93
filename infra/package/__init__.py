"""Builds and checks what is deployed: the Lambda zip and the CloudFormation template. `python -m infra.package`."""
