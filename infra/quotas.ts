/** Quotas of AWS that grow with the number of parties. Synthesis names them before a deployment would be refused. */
import * as z from "zod"

/** What a stack, a policy or a function takes, in resources, bytes or characters. No quota of these can be raised. */
export const quotas = {
  resourcesOfStack: 500,
  outputsOfStack: 200,
  parametersOfStack: 200,
  templateBytes: 1_000_000,
  environmentBytes: 4096,
  inlinePolicies: 10_240,
  managedPolicy: 6144,
  managedPoliciesOfRole: 10,
  keyPolicyBytes: 32_768,
} as const

const properties = z.record(z.string(), z.unknown()).default({})
const templateSchema = z.looseObject({
  Resources: z.record(z.string(), z.looseObject({ Type: z.string(), Properties: properties })),
  Outputs: z.record(z.string(), z.unknown()).default({}),
  Parameters: z.record(z.string(), z.unknown()).default({}),
})
type Template = z.infer<typeof templateSchema>

/** What is wrong with a synthesised template, one sentence for each quota that it exceeds. */
export function templateProblems(stackName: string, json: unknown): readonly string[] {
  const template = templateSchema.parse(json)
  const exceeds = (count: number, quota: number, what: string) =>
    count <= quota ? [] : [`${stackName} would have ${count} ${what}; AWS takes ${quota}.`]
  return [
    ...exceeds(Object.keys(template.Resources).length, quotas.resourcesOfStack, "resources"),
    ...exceeds(bytesAsWritten(json), quotas.templateBytes, "bytes in its template"),
    ...exceeds(Object.keys(template.Outputs).length, quotas.outputsOfStack, "outputs"),
    ...exceeds(Object.keys(template.Parameters).length, quotas.parametersOfStack, "parameters"),
    ...propertiesOf(template, "AWS::Lambda::Function").flatMap(([id, { Environment }]) =>
      exceeds(bytesOf(variables.parse(Environment)), quotas.environmentBytes, `bytes in the environment of ${id}`),
    ),
    ...propertiesOf(template, "AWS::KMS::Key").flatMap(([id, { KeyPolicy }]) =>
      exceeds(
        lengthOf(KeyPolicy),
        quotas.keyPolicyBytes,
        `bytes in the policy of the key ${id}, which lists the accounts that read queues`,
      ),
    ),
    ...policyProblems(template, exceeds),
  ]
}

const variables = z
  .looseObject({ Variables: z.unknown() })
  .optional()
  .transform((environment) => environment?.Variables ?? {})
const policy = z.looseObject({ PolicyDocument: z.unknown(), Roles: z.array(z.unknown()).default([]) })
const role = z.looseObject({ Policies: z.array(z.looseObject({ PolicyDocument: z.unknown() })).default([]) })

type Exceeds = (count: number, quota: number, what: string) => readonly string[]

function policyProblems(template: Template, exceeds: Exceeds): readonly string[] {
  const inline = new Map<string, number>()
  const managed = new Map<string, number>()
  const add = (sums: Map<string, number>, role: unknown, amount: number) =>
    sums.set(JSON.stringify(role), (sums.get(JSON.stringify(role)) ?? 0) + amount)
  const problems: string[] = []
  for (const [id, found] of propertiesOf(template, "AWS::IAM::Role"))
    for (const { PolicyDocument } of role.parse(found).Policies) add(inline, { Ref: id }, lengthOf(PolicyDocument))
  for (const [, found] of propertiesOf(template, "AWS::IAM::Policy")) {
    const { PolicyDocument, Roles } = policy.parse(found)
    for (const role of Roles) add(inline, role, lengthOf(PolicyDocument))
  }
  for (const [id, found] of propertiesOf(template, "AWS::IAM::ManagedPolicy")) {
    const { PolicyDocument, Roles } = policy.parse(found)
    for (const role of Roles) add(managed, role, 1)
    problems.push(...exceeds(lengthOf(PolicyDocument), quotas.managedPolicy, `characters in the policy ${id}`))
  }
  for (const [role, length] of inline)
    problems.push(...exceeds(length, quotas.inlinePolicies, `characters in the policies of the role ${role}`))
  for (const [role, count] of managed)
    problems.push(...exceeds(count, quotas.managedPoliciesOfRole, `managed policies at the role ${role}. ${advice}`))
  return problems
}

const advice = "If it reads secrets of webhooks, name them wayseal/<stage>/webhooks/<party>; then one grant covers all"

function propertiesOf({ Resources }: Template, type: string) {
  return Object.entries(Resources).flatMap(([id, { Type, Properties }]) =>
    Type === type ? [[id, Properties] as const] : [],
  )
}

/** The CDK indents templates, and AWS counts that too. */
const bytesAsWritten = (json: unknown): number => Buffer.byteLength(JSON.stringify(json, undefined, 1))

/** A reference counts with its own length, which is at least that of most values. */
const lengthOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? "")

/** The ARN of a key in the region with the longest name. Names of tables and buckets are shorter. */
const longestName = "arn:aws:kms:ap-northeast-1:123456789012:key/00000000-0000-4000-8000-000000000000"
const reference = z.union(
  ["Ref", "Fn::GetAtt", "Fn::GetStackOutput"].map((name) => z.strictObject({ [name]: z.unknown() })),
)

/** An environment is mostly references, which are longer than what they stand for. */
const bytesOf = (environment: unknown): number =>
  Buffer.byteLength(
    JSON.stringify(environment, (_, value: unknown) => (reference.safeParse(value).success ? longestName : value)),
  )
