// Whose page this is: the id of who is signed in, as a text; undefined for visitors.
//   personOf()   personOf(another page)

export function personOf(page = document) {
  return page.querySelector(".person-menu")?.dataset.person;
}
