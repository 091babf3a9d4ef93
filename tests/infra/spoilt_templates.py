"""Ways to spoil the template: name, path, value (None deletes), and what our rules must say of it."""

from __future__ import annotations

from typing import Any

NOTIFY_SOURCE = "NotifyNotifyDynamodbEventSource"
MAIL_SOURCE = "IngestMailIngestMailSqsEventSource"

SPOIL: list[tuple[str, list[Any], Any, str]] = [
    (
        "a setting missing",
        ["Notify", "Environment", "Variables", "TABLE_NAME"],
        None,
        "Notify lacks the settings TABLE_NAME",
    ),
    ("little memory", ["Notify", "MemorySize"], 128, "128 MB"),
    ("another processor", ["Notify", "Architectures"], ["x86_64"], "does not run on arm64"),
    ("a short time-out", ["Notify", "Timeout"], 3, "may run 3 s"),
    ("an API slower than API Gateway", ["APIHandler", "Timeout"], 60, "APIHandler may run 60 s"),
    ("endless logs", ["NotifyLog", "RetentionInDays"], None, "Notify has no log group"),
    ("a log elsewhere", ["Notify", "LoggingConfig"], None, "Notify has no log group"),
    ("a shared role", ["Notify", "Role"], {"Fn::GetAtt": ["IngestMailRole", "Arn"]}, "shares its role"),
    ("a silent alarm", ["NotifyErrorsAlarm", "AlarmActions"], [], "nobody is told when Notify fails"),
    ("whole batches", [MAIL_SOURCE, "FunctionResponseTypes"], None, "repeat a whole batch"),
    ("no bisecting", [NOTIFY_SOURCE, "BisectBatchOnFunctionError"], None, "does not halve"),
    ("endless tries", [NOTIFY_SOURCE, "MaximumRetryAttempts"], -1, "no cap on its tries"),
    ("forgetting", [NOTIFY_SOURCE, "DestinationConfig"], None, "forgets a record"),
    ("no filter", [NOTIFY_SOURCE, "FilterCriteria"], None, "wake on its own writes"),
    ("a short visibility", ["MailInQueue", "VisibilityTimeout"], 60, "MailInQueue shows a message again before 360 s"),
    ("no dead letters", ["MailOutQueue", "RedrivePolicy"], None, "MailOutQueue has no dead-letter queue"),
    ("short dead letters", ["MailOutQueueDead", "MessageRetentionPeriod"], 3600, "MailOutQueueDead does not keep"),
    ("unseen dead letters", ["MailOutQueueDeadAlarm", "AlarmActions"], None, "told of a message in MailOutQueueDead"),
    (
        "a wide trust",
        ["NotifyRole", "AssumeRolePolicyDocument", "Statement", 0, "Principal"],
        {"AWS": "*"},
        "may be taken by",
    ),
    (
        "a managed policy",
        ["NotifyRole", "ManagedPolicyArns"],
        ["arn:aws:iam::aws:policy/AdministratorAccess"],
        "somebody else",
    ),
    ("a table that can go", ["Table", "DeletionProtectionEnabled"], False, "Table can be deleted by a slip"),
    ("a table without restore", ["Table", "PointInTimeRecoverySpecification"], None, "Table can't be restored"),
    ("a pool that can go", ["UserPool", "DeletionProtection"], "INACTIVE", "UserPool can be deleted by a slip"),
    ("open sign-up", ["UserPool", "AdminCreateUserConfig"], None, "anybody can sign up"),
    (
        "a public bucket",
        ["FilesBucket", "PublicAccessBlockConfiguration", "BlockPublicPolicy"],
        False,
        "opened to the public",
    ),
    ("a plain bucket", ["FilesBucket", "BucketEncryption"], None, "FilesBucket is not encrypted"),
    (
        "a bucket without TLS",
        ["FilesBucketPolicy", "PolicyDocument", "Statement"],
        [],
        "FilesBucket answers without TLS",
    ),
    ("unscanned mail", ["ReceiptRule", "Rule", "ScanEnabled"], False, "lets mail in unscanned"),
    (
        "unannounced mail",
        ["ReceiptRule", "Rule", "Actions", 0, "S3Action", "TopicArn"],
        None,
        "without telling anybody",
    ),
    (
        "a queue for everybody",
        ["MailInQueuePolicy", "PolicyDocument", "Statement", 0, "Condition"],
        {},
        "MailInQueuePolicy lets",
    ),
    ("a failure unseen", ["RecordsFailedAlarm", "AlarmActions"], [], "nobody is told of RecordsFailed"),
    (
        "a part of a failure unseen",
        ["DueFailedAlarm", "Dimensions", 1, "Value"],
        "told",
        "nobody is told of DueHandled of outcome failed",
    ),
    ("a dumb alarm", ["RecordsFailedAlarm", "MetricName"], "Stars", "nobody counts Stars by stack"),
    ("a dumb dimension", ["DueFailedAlarm", "Dimensions", 1, "Name"], "colour", "nobody counts DueHandled by colour"),
    ("no end told", ["MailsHeldAlarm", "OKActions"], None, "MailsHeldAlarm doesn't say when it is over"),
    ("a late alarm", ["ApiErrorsAlarm", "Period"], 600, "ApiErrorsAlarm rings after 600 s"),
    ("a patient alarm", ["MailInQueueStuckAlarm", "DatapointsToAlarm"], 6, "MailInQueueStuckAlarm rings after 360 s"),
    ("every minute wanted", ["ReactionsRetriedAlarm", "DatapointsToAlarm"], None, "rings after 900 s"),
    ("another desk's alarm", ["RecordsFailedAlarm", "Dimensions"], [], "RecordsFailedAlarm would ring for every desk"),
    ("another desk's metrics", ["Notify", "Environment", "Variables", "STACK_NAME"], None, "Notify counts for another"),
    ("time-outs unseen", ["NotifyTimeOutsAlarm", "AlarmActions"], [], "nobody is told when Notify is cut off"),
    ("held back unseen", ["NotifyThrottlesAlarm", "AlarmActions"], [], "nobody is told when Notify is held back"),
    ("a full queue unseen", ["MailInQueueStuckAlarm", "AlarmActions"], [], "MailInQueue gets no emptier"),
    ("reads unseen", ["TableReadThrottlesAlarm", "AlarmActions"], [], "told of ReadThrottleEvents of Table"),
    (
        "another table seen",
        ["Notify", "Environment", "Variables", "TABLE_NAME"],
        {"Ref": "RestoredTable"},
        "told of WriteThrottleEvents of Table",
    ),
    ("an index unseen", ["TableWriteThrottlesAlarm", "Metrics", 7], None, "WriteThrottleEvents of Table by_due"),
]
