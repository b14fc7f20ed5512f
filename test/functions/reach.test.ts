import { expect, it } from "@jest/globals"
import { loadDeployments } from "../../infra/function-deployments.ts"
import { linesOf, reachedFiles } from "./reached-files.ts"

const deployments = await loadDeployments()
const reached = await reachedFiles([...deployments.keys()])

/** A budget is at most so many files above what is reached, so that a function that shrank cannot grow back unseen. */
const slack = 8

const rowOf = (name: string, files: ReadonlySet<string>, allowed = 0) => ({
  name,
  files: files.size,
  lines: linesOf(files),
  allowed,
})

it("reads at most the files that the declaration of each function allows, and not many fewer", () => {
  const rows = [...deployments].flatMap(([name, { reaches }]) => {
    const { atStart, later } = reached.get(name) ?? { atStart: new Set<string>(), later: new Set<string>() }
    const atLater = later.size === 0 && reaches.later === undefined ? [] : [rowOf("  later", later, reaches.later)]
    return [rowOf(name, atStart, reaches.files), ...atLater]
  })
  process.stdout.write(
    rows
      .map(({ name, files, lines, allowed }) =>
        [
          name.padEnd(24),
          `${files} files`.padStart(10),
          `(${allowed})`.padStart(6),
          `${lines} lines`.padStart(14),
        ].join(" "),
      )
      .join("\n") + "\n",
  )
  expect(rows.filter(({ files, allowed }) => files > allowed || files < allowed - slack)).toEqual([])
})
