import { hasVariable, readVariable } from "./environment.ts"
import {
  leftOutVariable,
  type OptionalPart,
  type ResourceName,
  resourceVariables,
  type TableName,
  tableVariables,
} from "./resource-variables.ts"

/**
 * Name or ARN of a bus, secret, key or topic of this deployment.
 *
 * @throws EnvironmentInvalid when the function's `deployment.ts` does not declare its use
 */
export function deployedResource(name: ResourceName): string {
  return readVariable(resourceVariables[name])
}

/** Whether this deployment has a resource that not every stage has. */
export function isDeployed(name: ResourceName): boolean {
  return hasVariable(resourceVariables[name])
}

/** Whether this deployment leaves a part out, with its tables. */
export function isLeftOut(part: OptionalPart): boolean {
  return hasVariable(leftOutVariable) && readVariable(leftOutVariable).split(",").includes(part)
}

/**
 * Name of a table of this deployment.
 *
 * @throws EnvironmentInvalid when the function's `deployment.ts` does not declare the table
 */
export function deployedTableName(name: TableName): string {
  return readVariable(tableVariables[name])
}
