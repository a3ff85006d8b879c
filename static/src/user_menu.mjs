// Closes the user's menu on Escape, on a click elsewhere and when the focus leaves it.
export function startUserMenu() {
  const menu = document.querySelector('[data-user-menu]')
  if (!menu) return
  document.addEventListener('click', (event) => {
    if (!menu.contains(event.target)) menu.open = false
  })
  menu.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false
  })
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && menu.open) {
      menu.open = false
      menu.querySelector('summary').focus()
    }
  })
}
