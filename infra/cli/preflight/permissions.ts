import { countActions, mailActions } from "./check-account.ts"
import { namedKinds } from "./judge-leftovers.ts"

/** The IAM actions that the check itself takes. All of them only read. */
export const preflightActions: readonly string[] = [
  ...new Set([
    "sts:GetCallerIdentity",
    "ssm:GetParameter",
    "cloudformation:DescribeStacks",
    "cloudformation:ListStackResources",
    "lambda:GetAccountSettings",
    "servicequotas:GetServiceQuota",
    "servicequotas:GetAWSDefaultServiceQuota",
    "secretsmanager:DescribeSecret",
    "sns:GetTopicAttributes",
    ...Object.values(mailActions),
    "acm:DescribeCertificate",
    "route53:GetHostedZone",
    ...Object.values(countActions),
    ...namedKinds.map(({ action }) => action),
  ]),
].sort()

/** What the person who deploys needs. The roles of the CDK's bootstrap stack do the rest. */
export const deployerNeeds: readonly string[] = [
  "sts:AssumeRole on arn:aws:iam::<account>:role/cdk-hnb659fds-*-<account>-<region> (deploy, file-publishing, lookup)",
  "for a stage with a browserEdge: the same in us-east-1 too",
  "once per account and region, to bootstrap: the rights of an administrator, or the roles that your organisation made",
  "for a party with an account of its own: the same two in that account, to deploy its connector",
]

/** The actions as an IAM policy, to be pasted. */
export const preflightPolicy = {
  Version: "2012-10-17",
  Statement: [{ Sid: "WaysealPreflight", Effect: "Allow", Action: preflightActions, Resource: "*" }],
}
