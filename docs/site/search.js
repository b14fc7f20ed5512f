/** Search of the documentation site, in the browser. */
import MiniSearch from "./minisearch.js"
import { searchOptions, searchWeights } from "./search-options.mjs"

const form = document.querySelector("form[role=search]")
const field = form.querySelector("input")
const results = document.querySelector("#results")
const status = document.querySelector("#status")

const answer = await fetch("search-index.json")
const index = MiniSearch.loadJSON(await answer.text(), searchOptions)

function show() {
  const query = field.value.trim()
  const found =
    query === "" ? [] : index.search(query, searchWeights).slice(0, 30)
  results.replaceChildren(...found.map(entry))
  status.textContent = query === "" ? "" : `${found.length} sections`
}

function entry({ title, heading, url }) {
  const link = document.createElement("a")
  link.href = url
  link.textContent = heading === title ? title : `${title}: ${heading}`
  const item = document.createElement("li")
  item.append(link)
  return item
}

field.value = new URLSearchParams(location.search).get("q") ?? ""
field.addEventListener("input", show)
form.addEventListener("submit", (event) => event.preventDefault())
show()
