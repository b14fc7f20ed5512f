import { createHash } from "node:crypto"
import { readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as z from "zod"
import { refersTo } from "../../refers-to.ts"
import { missingTypes, unknownConditions } from "./emulator-gaps.ts"

const resourceSchema = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).optional(),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
})
export const templateSchema = z.looseObject({
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z.record(z.string(), z.looseObject({ Value: z.unknown() })).optional(),
})

export type TemplateResource = z.infer<typeof resourceSchema>
export type Template = z.infer<typeof templateSchema>

export interface SplitTemplate {
  /** What the emulator can deploy. */
  readonly deployable: Template
  /** The resources that were removed, by logical id. */
  readonly takenOut: Readonly<Record<string, TemplateResource>>
}

/**
 * Removes the types, the alarms on metric math and the conditions of policies that the emulator does not know from a
 * template.
 *
 * @throws Error when a resource that stays refers to one that was removed. Somebody then has to decide what to do
 * locally.
 */
export function splitTemplate(template: Template): SplitTemplate {
  const missing = new Set(missingTypes.map(({ type }) => type))
  const entries = Object.entries(template.Resources)
  const takenOut = Object.fromEntries(
    entries.filter(([, resource]) => missing.has(resource.Type) || isOfSeveralMetrics(resource)),
  )
  const gone = new Set(Object.keys(takenOut))
  const kept = entries
    .filter(([id]) => !gone.has(id))
    .map(([id, resource]) => [id, withKnownConditions(withoutDependencies(resource, gone))] as const)
  const { Outputs: outputs, ...rest } = template
  const keptOutputs = Object.entries(outputs ?? {}).filter(([, output]) => !refersTo(output, gone))
  const deployable: Template = {
    ...rest,
    Resources: Object.fromEntries(kept),
    ...(keptOutputs.length === 0 ? {} : { Outputs: Object.fromEntries(keptOutputs) }),
  }
  for (const [id, resource] of kept)
    if (refersTo(resource, gone))
      throw new Error(`${id} (${resource.Type}) refers to a resource of a type that the emulator does not know`)
  return { deployable, takenOut }
}

/** Whether it is an alarm on metric math, which the emulator refuses. */
const isOfSeveralMetrics = ({ Type, Properties = {} }: TemplateResource): boolean =>
  Type === "AWS::CloudWatch::Alarm" && Properties["Metrics"] !== undefined

function withKnownConditions(resource: TemplateResource): TemplateResource {
  const text = JSON.stringify(resource, (name, value: unknown) => {
    if (name === "Statement" && Array.isArray(value)) return value.filter((each) => !deniesUnknown(each))
    return name === "Condition" ? knownCondition(value) : value
  })
  return resourceSchema.parse(JSON.parse(text))
}

const conditionSchema = z.record(z.string(), z.record(z.string(), z.unknown()))
const denialSchema = z.looseObject({ Effect: z.literal("Deny"), Condition: conditionSchema })

const isKnown = (key: string) => !unknownConditions.some((beginning) => key.startsWith(beginning))

/** Whether a statement denies under a condition that the emulator does not know. */
function deniesUnknown(statement: unknown): boolean {
  const { success, data } = denialSchema.safeParse(statement)
  return success && Object.values(data.Condition).some((tests) => !Object.keys(tests).every(isKnown))
}

/** The condition of a statement without unknown keys; `undefined` if none is left. */
function knownCondition(condition: unknown): unknown {
  const parsed = conditionSchema.safeParse(condition).data
  if (parsed === undefined) return condition
  const operators = Object.entries(parsed).flatMap(([operator, tests]) => {
    const known = Object.entries(tests).filter(([key]) => isKnown(key))
    return known.length === 0 ? [] : [[operator, Object.fromEntries(known)]]
  })
  return operators.length === 0 ? undefined : Object.fromEntries(operators)
}

function withoutDependencies(resource: TemplateResource, gone: ReadonlySet<string>): TemplateResource {
  const { DependsOn: dependsOn, ...rest } = resource
  if (dependsOn === undefined) return resource
  const left = [dependsOn].flat().filter((id) => !gone.has(id))
  return left.length === 0 ? rest : { ...rest, DependsOn: left }
}

export interface LocalStack {
  /** Of a stack within another: the other's name, a slash, and its logical id there. */
  readonly stackName: string
  /** The stack that it is within, and its logical id there. */
  readonly within?: { readonly stackName: string; readonly logicalId: string }
  /** As synthesised, before anything was removed. */
  readonly template: Template
  readonly takenOut: Readonly<Record<string, TemplateResource>>
}

const manifestSchema = z.looseObject({
  artifacts: z.record(
    z.string(),
    z.looseObject({
      type: z.string(),
      properties: z.looseObject({ templateFile: z.string().optional(), stackName: z.string().optional() }).optional(),
    }),
  ),
})

/** A template that was made deployable, and the hash of its asset. */
type Adapted = Omit<LocalStack, "stackName" | "within"> & { readonly hash: string }

/**
 * Makes a synthesised cloud assembly deployable on the emulator, in place. A changed template gets a new asset hash.
 * With the old one, a second deployment would use the first one's upload.
 *
 * @returns the stacks, each before those within it
 */
export async function adaptAssembly(folder: string): Promise<readonly LocalStack[]> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")))
  const inner: Adapted[] = []
  // A template names the assets of those within it, so these come first.
  for (const file of (await readdir(folder)).filter((each) => each.endsWith(".nested.template.json")))
    inner.push(await adaptTemplate(folder, file))
  const stacks: LocalStack[] = []
  for (const [artifactId, artifact] of Object.entries(manifest.artifacts)) {
    const templateFile = artifact.properties?.templateFile
    if (artifact.type !== "aws:cloudformation:stack" || templateFile === undefined) continue
    const stackName = artifact.properties?.stackName ?? artifactId
    const { template, takenOut } = await adaptTemplate(folder, templateFile)
    stacks.push({ stackName, template, takenOut }, ...within({ stackName, template }, inner))
  }
  return stacks
}

function within({ stackName, template }: Pick<LocalStack, "stackName" | "template">, inner: readonly Adapted[]) {
  return Object.entries(template.Resources).flatMap(([logicalId, { Type, Properties = {} }]) => {
    if (Type !== "AWS::CloudFormation::Stack") return []
    const found = inner.find(({ hash }) => JSON.stringify(Properties["TemplateURL"]).includes(hash))
    if (found === undefined) throw new Error(`The template of ${logicalId} in ${stackName} is not in the assembly`)
    const { hash: _, ...stack } = found
    return [{ stackName: `${stackName}/${logicalId}`, within: { stackName, logicalId }, ...stack }]
  })
}

async function adaptTemplate(folder: string, templateFile: string): Promise<Adapted> {
  const path = join(folder, templateFile)
  const template = templateSchema.parse(JSON.parse(await readFile(path, "utf8")))
  const { deployable, takenOut } = splitTemplate(template)
  const text = JSON.stringify(deployable)
  await writeFile(path, text)
  const hash = createHash("sha256").update(text).digest("hex")
  await renameTemplateAsset(folder, templateFile, hash)
  return { template, takenOut, hash }
}

const assetsSchema = z.looseObject({
  files: z.record(z.string(), z.looseObject({ source: z.looseObject({ path: z.string().optional() }) })),
})

async function renameTemplateAsset(folder: string, templateFile: string, hash: string): Promise<void> {
  const names = await readdir(folder)
  const naming = names.filter((each) => each.endsWith(".template.json") || each === "manifest.json")
  for (const name of names.filter((each) => each.endsWith(".assets.json"))) {
    const { files } = assetsSchema.parse(JSON.parse(await readFile(join(folder, name), "utf8")))
    const old = Object.entries(files).find(([, { source }]) => source.path === templateFile)?.[0]
    if (old === undefined || old === hash) continue
    for (const each of [name, ...naming]) {
      const text = await readFile(join(folder, each), "utf8")
      if (text.includes(old)) await writeFile(join(folder, each), text.replaceAll(old, hash))
    }
  }
}
