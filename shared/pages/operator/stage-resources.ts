/** A resource that CloudFormation made. */
export type DeployedResource = {
  readonly stackName: string
  readonly logicalId: string
  /** CloudFormation type, such as `AWS::SQS::Queue`. */
  readonly type: string
  /** Name, URL or ARN, by type. Absent while it is made. */
  readonly physicalId: string | undefined
  readonly status: string
}

export type DeployedStack = {
  readonly name: string
  /** Whether it is within another stack, which makes, changes and deletes it. */
  readonly isWithinAnother?: true
  /** As CloudFormation says it, such as `CREATE_COMPLETE`. */
  readonly status: string
  readonly statusReason: string | undefined
  /** When it was made or last changed. */
  readonly changedAt?: Date | undefined
  readonly outputs: Readonly<Record<string, string>>
  readonly resources: readonly DeployedResource[]
}

/** What of a stage is in an account, read from its stacks. No name is repeated here. */
export type DeployedStage = { readonly stage: string; readonly stacks: readonly DeployedStack[] }

/** What the names of a stage's stacks begin with. */
export const stackPrefix = (stage: string): string => `Wayseal-${stage}-`

/** The resources of a type that are there, in all stacks. */
export function resourcesOfType(
  { stacks }: DeployedStage,
  type: string,
): readonly (DeployedResource & { readonly physicalId: string })[] {
  return stacks.flatMap(({ resources }) =>
    resources.flatMap((resource) => {
      const { physicalId, status } = resource
      return resource.type === type && physicalId !== undefined && physicalId !== "" && status !== "DELETE_COMPLETE"
        ? [{ ...resource, physicalId }]
        : []
    }),
  )
}

/** An output of one of the stacks, by its name. */
export function outputOf({ stacks }: DeployedStage, name: string): string | undefined {
  return stacks.map(({ outputs }) => outputs[name]).find((value) => value !== undefined)
}

/** Whether a queue is for dead letters: its construct is named so. */
export const isForDeadLetters = ({ logicalId }: Pick<DeployedResource, "logicalId">): boolean =>
  logicalId.includes("DeadLetters")
