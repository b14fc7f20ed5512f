/** What the operator's page has beside the style of the recipient's page: its parts are side by side. */
export const operatorStyle = `body {
  max-width: 80rem;
}
header {
  display: flex;
  flex-wrap: wrap;
  gap: 1rem;
  align-items: center;
  justify-content: space-between;
}
.parts {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr));
  gap: 1rem;
}
section {
  min-width: 0;
  padding: 0.5rem 1rem;
  border: 1px solid var(--line);
  border-radius: 0.25rem;
  overflow-wrap: anywhere;
}
section.toDo,
section.unread {
  border: 3px solid var(--error);
}
section h2 {
  margin: 0.25rem 0;
  font-size: 1.15rem;
}
section p,
section ul,
section dl {
  margin: 0.25rem 0;
}
section ul {
  padding-left: 1.2rem;
}
.state {
  color: var(--soft);
  font-weight: bold;
}
.toDo .state,
.unread .state {
  color: var(--error);
}
section dl {
  display: grid;
  grid-template-columns: 1fr auto;
  gap: 0.25rem 1rem;
}
section dd {
  margin: 0;
}
`
