import { parties } from "../../../shared/parties/party.ts"
import { stageConfig } from "../../stages/stage-config.ts"
import { configurationSchema } from "./json-schema.ts"

/** Folder of the documents that git ignores. */
export const documentsFolder = "docs/generated"

/** The JSON Schemas by which editors complete and check the files of a stage: names and text. */
export function stageSchemas(): ReadonlyMap<string, string> {
  return new Map([
    ["parties.schema.json", json(configurationSchema(parties, "The parties of a stage"))],
    ["wayseal.config.schema.json", json(configurationSchema(stageConfig, "A stage of Wayseal"))],
  ])
}

/** JSON as the generated files have it. */
export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
