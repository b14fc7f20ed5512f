import type { PlannedStage } from "./planned-stage.ts"

/** Actions of one service, without its prefix. */
const of = (service: string, actions: string): readonly string[] =>
  actions.split(" ").map((action) => `${service}:${action}`)

const api = of("apigateway", "GET POST PUT PATCH DELETE TagResource UntagResource")
const schemas = of(
  "schemas",
  "CreateRegistry UpdateRegistry DeleteRegistry DescribeRegistry CreateSchema UpdateSchema DeleteSchema DescribeSchema " +
    "ListSchemaVersions ListTagsForResource TagResource UntagResource",
)
const topics = of(
  "sns",
  "CreateTopic DeleteTopic GetTopicAttributes SetTopicAttributes Subscribe Unsubscribe GetSubscriptionAttributes " +
    "SetSubscriptionAttributes ListSubscriptionsByTopic ListTagsForResource TagResource UntagResource",
)
const queues = of(
  "sqs",
  "CreateQueue DeleteQueue GetQueueAttributes SetQueueAttributes GetQueueUrl ListQueueTags TagQueue UntagQueue",
)
const buckets = of(
  "s3",
  "CreateBucket DeleteBucket PutBucketPolicy GetBucketPolicy DeleteBucketPolicy PutEncryptionConfiguration " +
    "GetEncryptionConfiguration PutLifecycleConfiguration GetLifecycleConfiguration PutBucketPublicAccessBlock " +
    "GetBucketPublicAccessBlock PutBucketOwnershipControls GetBucketOwnershipControls PutBucketTagging GetBucketTagging",
)
const roles = of(
  "iam",
  "CreateRole DeleteRole GetRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy PassRole PutRolePolicy " +
    "GetRolePolicy DeleteRolePolicy AttachRolePolicy DetachRolePolicy ListAttachedRolePolicies ListRolePolicies TagRole " +
    "UntagRole PutRolePermissionsBoundary DeleteRolePermissionsBoundary",
)
const keys = of(
  "kms",
  "CreateKey DescribeKey PutKeyPolicy GetKeyPolicy EnableKeyRotation DisableKeyRotation GetKeyRotationStatus " +
    "UpdateKeyDescription ScheduleKeyDeletion TagResource UntagResource ListResourceTags CreateAlias UpdateAlias " +
    "DeleteAlias ListAliases Encrypt Decrypt GenerateDataKey CreateGrant",
)
const functions = of(
  "lambda",
  "CreateFunction DeleteFunction GetFunction GetFunctionConfiguration UpdateFunctionCode UpdateFunctionConfiguration " +
    "PutFunctionConcurrency DeleteFunctionConcurrency PutFunctionEventInvokeConfig UpdateFunctionEventInvokeConfig " +
    "DeleteFunctionEventInvokeConfig GetFunctionEventInvokeConfig CreateEventSourceMapping UpdateEventSourceMapping " +
    "DeleteEventSourceMapping GetEventSourceMapping AddPermission RemovePermission GetPolicy ListTags TagResource " +
    "UntagResource",
)
const buses = of(
  "events",
  "CreateEventBus UpdateEventBus DeleteEventBus DescribeEventBus PutPermission RemovePermission PutRule DeleteRule " +
    "DescribeRule PutTargets RemoveTargets ListTargetsByRule CreateArchive UpdateArchive DeleteArchive DescribeArchive " +
    "ListTagsForResource TagResource UntagResource",
)
const backups = [
  ...of(
    "backup",
    "CreateBackupPlan UpdateBackupPlan DeleteBackupPlan GetBackupPlan CreateBackupSelection DeleteBackupSelection " +
      "GetBackupSelection CreateBackupVault DeleteBackupVault DescribeBackupVault ListTags TagResource UntagResource",
  ),
  "backup-storage:MountCapsule",
]
const tables = of(
  "dynamodb",
  "CreateTable UpdateTable DeleteTable DescribeTable UpdateTimeToLive DescribeTimeToLive UpdateContinuousBackups " +
    "DescribeContinuousBackups ListTagsOfResource TagResource UntagResource",
)
const logs = of(
  "logs",
  "CreateLogGroup DeleteLogGroup DescribeLogGroups PutRetentionPolicy DeleteRetentionPolicy PutSubscriptionFilter " +
    "DeleteSubscriptionFilter DescribeSubscriptionFilters CreateLogDelivery GetLogDelivery UpdateLogDelivery " +
    "DeleteLogDelivery ListLogDeliveries PutResourcePolicy DescribeResourcePolicies ListTagsForResource TagResource " +
    "UntagResource",
)
const alarms = of(
  "cloudwatch",
  "PutMetricAlarm DeleteAlarms DescribeAlarms PutDashboard GetDashboard DeleteDashboards ListTagsForResource " +
    "TagResource UntagResource",
)

/** What CloudFormation does to make, change and delete resources, by the service in their types. */
const actionsOfService: Readonly<Record<string, readonly string[]>> = {
  ApiGatewayV2: api,
  Backup: backups,
  Budgets: of("budgets", "ModifyBudget ViewBudget"),
  CertificateManager: of(
    "acm",
    "RequestCertificate DescribeCertificate DeleteCertificate AddTagsToCertificate RemoveTagsFromCertificate " +
      "ListTagsForCertificate",
  ),
  // For stacks within a stack, whose templates it reads from the bootstrap bucket, and for outputs of other stacks. The
  // CDK has it make a change set for each.
  CloudFormation: of(
    "cloudformation",
    "CreateStack UpdateStack DeleteStack DescribeStacks DescribeStackEvents DescribeStackResources GetTemplate " +
      "CreateChangeSet DescribeChangeSet ExecuteChangeSet DeleteChangeSet TagResource UntagResource",
  ),
  CloudFront: of(
    "cloudfront",
    "CreateDistribution UpdateDistribution DeleteDistribution GetDistribution GetDistributionConfig CreateFunction " +
      "UpdateFunction DeleteFunction DescribeFunction PublishFunction CreateResponseHeadersPolicy " +
      "UpdateResponseHeadersPolicy DeleteResponseHeadersPolicy GetResponseHeadersPolicy CreateCachePolicy " +
      "UpdateCachePolicy DeleteCachePolicy GetCachePolicy CreateOriginRequestPolicy UpdateOriginRequestPolicy " +
      "DeleteOriginRequestPolicy GetOriginRequestPolicy ListTagsForResource TagResource UntagResource",
  ),
  CloudWatch: alarms,
  CodeDeploy: [
    ...of(
      "codedeploy",
      "CreateApplication UpdateApplication DeleteApplication GetApplication CreateDeploymentGroup UpdateDeploymentGroup " +
        "DeleteDeploymentGroup GetDeploymentGroup CreateDeployment GetDeployment StopDeployment GetDeploymentConfig " +
        "RegisterApplicationRevision GetApplicationRevision ListTagsForResource TagResource UntagResource",
    ),
    ...of(
      "lambda",
      "PublishVersion ListVersionsByFunction CreateAlias UpdateAlias DeleteAlias GetAlias GetProvisionedConcurrencyConfig",
    ),
  ],
  DynamoDB: tables,
  EventSchemas: schemas,
  Events: buses,
  IAM: roles,
  KMS: keys,
  Lambda: functions,
  Logs: logs,
  Route53: of("route53", "ChangeResourceRecordSets GetChange ListResourceRecordSets GetHostedZone"),
  S3: buckets,
  SES: of(
    "ses",
    "CreateEmailIdentity DeleteEmailIdentity GetEmailIdentity PutEmailIdentityDkimAttributes " +
      "PutEmailIdentityDkimSigningAttributes PutEmailIdentityFeedbackAttributes PutEmailIdentityMailFromAttributes " +
      "PutEmailIdentityConfigurationSetAttributes CreateConfigurationSet DeleteConfigurationSet GetConfigurationSet " +
      "CreateConfigurationSetEventDestination UpdateConfigurationSetEventDestination " +
      "DeleteConfigurationSetEventDestination GetConfigurationSetEventDestinations PutConfigurationSetReputationOptions " +
      "PutConfigurationSetSendingOptions PutConfigurationSetSuppressionOptions TagResource UntagResource",
  ),
  SNS: topics,
  SQS: queues,
  Scheduler: of("scheduler", "CreateSchedule UpdateSchedule DeleteSchedule GetSchedule"),
  SecretsManager: of(
    "secretsmanager",
    "GetSecretValue CreateSecret UpdateSecret DeleteSecret DescribeSecret GetRandomPassword PutSecretValue TagResource UntagResource",
  ),
  WAFv2: of(
    "wafv2",
    "CreateWebACL UpdateWebACL DeleteWebACL GetWebACL ListTagsForResource TagResource UntagResource PutLoggingConfiguration " +
      "GetLoggingConfiguration DeleteLoggingConfiguration",
  ),
}

/** Functions of a VPC need this of whoever makes them. */
const ofVpc = of("ec2", "DescribeSecurityGroups DescribeSubnets DescribeVpcs")

/** CloudFormation reads the version of the bootstrap stack, and the code of functions from its bucket. */
const ofBootstrap = ["ssm:GetParameters", "s3:GetObject"]

/**
 * The IAM actions with which CloudFormation makes, changes and deletes the resources of a stage, sorted. They are for
 * the role that the bootstrap stack gives to CloudFormation (`--cloudformation-execution-policies`), if an organisation
 * does not let that be an administrator.
 *
 * @throws Error naming a type that is not known here
 */
export function deployerActions({ resources }: Pick<PlannedStage, "resources">): readonly string[] {
  const types = new Set(resources.map(({ type }) => type))
  const actions = [...types].flatMap((type) => {
    const known = actionsOfService[type.split("::")[1] ?? ""]
    if (known === undefined) throw new Error(`deployer-actions.ts does not know what ${type} takes`)
    return known
  })
  const hasVpc = resources.some(({ properties }) => properties["VpcConfig"] !== undefined)
  return [...new Set([...actions, ...ofBootstrap, ...(hasVpc ? ofVpc : [])])].sort()
}
