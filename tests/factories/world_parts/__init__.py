"""One module a room: `add_to(world)` makes one of each thing that the room's addresses name and puts it in
`world.arguments` under the name that the address uses. Names are unique in the whole product."""
