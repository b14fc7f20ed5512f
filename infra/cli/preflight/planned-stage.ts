export type PlannedResource = {
  readonly stackName: string
  readonly logicalId: string
  readonly type: string
  readonly properties: Readonly<Record<string, unknown>>
}

/** What a deployment of a stage would make in the hub's account. */
export type PlannedStage = {
  /** Names of the stacks, each behind those that it needs. */
  readonly stackNames: readonly string[]
  readonly resources: readonly PlannedResource[]
  /** The bootstrap stack that the deployment needs: the SSM parameter with its version, and the least version. */
  readonly bootstrap: { readonly parameter: string; readonly version: number; readonly qualifier?: string | undefined }
}

export function plannedOfType({ resources }: PlannedStage, type: string): readonly PlannedResource[] {
  return resources.filter((resource) => resource.type === type)
}
