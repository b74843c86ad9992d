/** The popover behaviour of browsers that happy-dom lacks, as far as the menus use it. */
function toggle(menu: HTMLElement, open: boolean): void {
  if (menu.hasAttribute('data-open') === open) return;
  menu.toggleAttribute('data-open', open);
  menu.dispatchEvent(Object.assign(new Event('toggle'), { newState: open ? 'open' : 'closed' }));
}

HTMLElement.prototype.showPopover = function showPopover(): void {
  toggle(this, true);
};
HTMLElement.prototype.hidePopover = function hidePopover(): void {
  toggle(this, false);
};
document.addEventListener('click', (event) => {
  const button = (event.target as HTMLElement).closest('[popovertarget]');
  const menu = document.getElementById(button?.getAttribute('popovertarget') ?? '');
  if (menu !== null) toggle(menu, !menu.hasAttribute('data-open'));
});
