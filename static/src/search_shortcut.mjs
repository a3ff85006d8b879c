// "/" moves to the search box, only when the person has switched this on (WCAG 2.1.4 asks that it can be off).
const TYPING = 'input, textarea, select, [contenteditable]'

export function startSearchShortcut() {
  const box = document.querySelector('[data-search-shortcut]')
  if (!box) return
  document.addEventListener('keydown', (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey
    if (event.key === '/' && isPlain && !event.target.closest(TYPING)) {
      event.preventDefault()
      box.focus()
      box.select()
    }
  })
}
