import type { StageSettings } from "./stages/stage-config.ts"

/**
 * Where CloudFront takes certificates and firewalls from, and so where the edge of every stage is:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
 */
export const edgeRegion = "us-east-1"

/** Name of the stack with a stage's edge. It is in `edgeRegion`, wherever the stage is. */
export const edgeStackName = (stage: string): string => `Wayseal-${stage}-Edge`

/** The output with the name of the origin secret, hyphen and suffix included: the same in each region. */
export const originSecretNameOutput = "OriginSecretName"

/** Whether a stage has its edge in another region than its other stacks. */
export const hasEdgeElsewhere = ({ browserEdge, region }: Pick<StageSettings, "browserEdge" | "region">): boolean =>
  browserEdge !== undefined && region !== edgeRegion
