/**
 * The operations of an OpenAPI document by tag, each with its schemas as lists of fields.
 *
 * @returns tags in the order of the document
 */
export function operationsByTag(document) {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationOf(document, method, path, operation)),
  )
  return document.tags.map((tag) => ({ ...tag, operations: operations.filter(({ tags }) => tags.includes(tag.name)) }))
}

function operationOf(document, method, path, operation) {
  const { operationId, tags, summary, description, parameters = [], requestBody, responses } = operation
  return {
    id: operationId,
    tags,
    method: method.toUpperCase(),
    path,
    summary,
    description,
    access: accessOf(operation.security ?? []),
    parameters: parameters.map(({ in: place, name, required = false, description, schema }) => ({
      place,
      name,
      required,
      description: description ?? schema.description,
      type: typeOf(resolve(document, schema)),
    })),
    bodies: bodiesOf(document, requestBody),
    answers: Object.entries(responses).map(([status, given]) => {
      const { description, headers = {}, ...answer } = resolve(document, given)
      return { status, description, headers: Object.keys(headers), bodies: bodiesOf(document, answer) }
    }),
  }
}

/** Who may call. An entry without a scheme stands for anybody. */
function accessOf(security) {
  const isOpen = security.length === 0 || security.some((each) => Object.keys(each).length === 0)
  const schemes = security.flatMap((each) => Object.keys(each))
  if (schemes.length === 0) return "Anybody may call it."
  const named = schemes.includes("session") ? "a party's token or an officer's session" : "a party's token"
  return isOpen ? `It takes ${named}, and works without.` : `It needs ${named}.`
}

function bodiesOf(document, given) {
  return Object.entries(given?.content ?? {}).map(([contentType, { schema }]) => ({
    contentType,
    fields: schema === undefined ? [] : fieldsOf(document, schema),
  }))
}

function resolve(document, given) {
  if (given?.$ref === undefined) return given
  return given.$ref
    .slice(2)
    .split("/")
    .reduce((value, key) => value[key.replaceAll("~1", "/").replaceAll("~0", "~")], document)
}

/** Fields of an object, of the objects in a list, or of each of several forms. A form that holds itself ends there. */
function fieldsOf(document, given, above = []) {
  const schema = resolve(document, given)
  if (given.$ref !== undefined && above.includes(given.$ref)) return []
  const inside = given.$ref === undefined ? above : [...above, given.$ref]
  const forms = schema.oneOf ?? schema.anyOf ?? schema.allOf
  if (forms !== undefined) return forms.map((form, index) => formOf(document, form, { index, forms, inside }))
  if (schema.type === "array") return fieldsOf(document, schema.items ?? {}, inside)
  const fields = Object.entries(schema.properties ?? {}).map(([name, value]) => ({
    name,
    required: (schema.required ?? []).includes(name),
    ...described(document, value, inside),
  }))
  const others = schema.additionalProperties
  return typeof others === "object" ? [...fields, { name: "any key", ...described(document, others, inside) }] : fields
}

function formOf(document, form, { index, forms, inside }) {
  return { name: `form ${index + 1} of ${forms.length}`, isForm: true, ...described(document, form, inside) }
}

function described(document, value, inside) {
  const schema = resolve(document, value)
  return {
    type: typeOf(schema),
    description: value.description ?? schema.description,
    fields: fieldsOf(document, value, inside),
  }
}

/** Type and limits of a value in one line. */
function typeOf(schema) {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" or ")
  const { format, pattern, minimum, maximum, minLength, maxLength, minItems, maxItems } = schema
  const type =
    schema.type === "array" ? `list of ${typeOf(schema.items ?? {})}` : [schema.type ?? "value"].flat().join(" or ")
  const range = (low, high, unit) =>
    low === undefined && high === undefined ? [] : [`${low ?? 0} to ${high ?? "any number of"}${unit}`]
  return [
    format === undefined ? type : `${type} (${format})`,
    ...(pattern === undefined ? [] : [`fits ${pattern}`]),
    ...(Math.abs(minimum ?? 0) > 1e15 || Math.abs(maximum ?? 0) > 1e15 ? [] : range(minimum, maximum, "")),
    ...range(minLength, maxLength, " characters"),
    ...range(minItems, maxItems, " items"),
  ].join(", ")
}
