import { type CheckResult, resultsOf } from "../deployed-stage/check-result.ts"
import type { PlannedStage } from "./planned-stage.ts"

/** Where a stage is deployed. */
export type Place = { readonly account: string; readonly region: string }

const found = resultsOf("bootstrap")

/** The options for a bootstrap stack beside the usual one. */
const ownBootstrap = (qualifier: string | undefined): readonly string[] =>
  qualifier === undefined ? [] : [`--qualifier ${qualifier} --toolkit-stack-name CDKToolkit-${qualifier}`]

/**
 * Whether the CDK was bootstrapped there, at a version that the deployment takes.
 *
 * @param actual the value of the bootstrap stack's SSM parameter; undefined: there is none
 */
export function judgeBootstrap(
  { account, region }: Place,
  { version, qualifier }: PlannedStage["bootstrap"],
  actual: string | undefined,
): readonly CheckResult[] {
  // Without an app, because the CDK would synthesise one, for which it has to know the stage.
  const command = [`npx cdk bootstrap aws://${account}/${region} --app ""`, ...ownBootstrap(qualifier)].join(" ")
  if (actual === undefined)
    return [found.toDo("The CDK has not been bootstrapped in this account and region.", command)]
  const number = Number(actual)
  if (!Number.isInteger(number) || number < version)
    return [found.toDo(`The CDK's bootstrap stack has version ${actual}; version ${version} is needed.`, command)]
  return [found.ok(`version ${number}, at least ${version} is needed`)]
}
