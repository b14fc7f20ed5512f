/**
 * Takes the token that the link carries behind `#` out of the address and into the form. It sends nothing: the letter
 * opens by a click. It also says at once that a file is too large.
 */
export const letterScript = `"use strict"
;(() => {
  const take = () => {
    const token = location.hash.slice(1)
    const field = document.getElementById("token")
    if (field === null || !/^[A-Za-z0-9_-]{43}$/.test(token)) return
    history.replaceState(null, "", location.pathname + location.search)
    field.value = token
    const typed = field.closest(".field")
    field.type = "hidden"
    // A second link that is opened in the same page finds it gone.
    typed?.before(field)
    typed?.remove()
    for (const link of document.querySelectorAll("nav a")) link.hash = token
  }
  addEventListener("hashchange", take)
  take()
  for (const input of document.querySelectorAll("input[type=file]"))
    input.addEventListener("change", () => {
      const [file] = input.files
      const isLarge = file !== undefined && file.size > Number(input.dataset.most)
      input.setCustomValidity(isLarge ? input.dataset.tooLarge : "")
      input.reportValidity()
    })
})()
`
