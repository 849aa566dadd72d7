/**
 * Names that people can say to each other, for rooms and for tabs that mine. They only help to tell
 * things apart: 4,096 names identify nothing.
 */

const ADJECTIVES = words(`
  amber autumn bold brave bright calm clear clever cobalt copper coral cosy crimson curious dapper
  daring eager early easy fair fancy fearless floral gentle gilded golden grand green happy hazel
  hidden honest humble indigo ivory jolly kind lively lucky lunar mellow mighty misty modest noble
  olive patient placid plucky polite proud quick quiet rosy rustic sandy scarlet serene silver
  snowy solar steady sunny velvet`);

const NOUNS = words(`
  acorn anchor arbor badger barn beacon birch bridge brook canyon cedar clover comet cove crane
  delta dune falcon fern finch fjord forest fox garden glade grove harbour heron hill island
  juniper kite lagoon lantern lark maple marsh meadow mill moss oak orchard otter owl pebble pine
  pond prairie quarry raven reef ridge river robin shore sparrow spring summit thicket tide valley
  willow wren yew`);

const ANIMALS = words(`
  badger beaver bison bobcat buzzard camel caribou cheetah condor cougar coyote crane cricket dingo
  dolphin donkey eagle egret falcon ferret finch fox gazelle gecko gibbon heron hornet ibex ibis
  jackal jaguar kestrel koala lemur leopard llama lynx magpie marmot marten moose moth newt ocelot
  orca osprey otter owl panda pelican penguin puffin puma quail rabbit raven salmon seal stoat swan
  tapir tiger walrus wombat`);

/** The name under which a tab mines, from its key: an adjective and an animal. */
export function minerName(nodeKey: Uint8Array): string {
  const adjective = ADJECTIVES[nodeKey[0]! % ADJECTIVES.length]!;
  return capitalise(`${adjective} ${ANIMALS[nodeKey[1]! % ANIMALS.length]!}`);
}

/** Two words from the first two of the topic's 16 bytes. */
export function roomName(topic: Uint8Array): string {
  const adjective = ADJECTIVES[topic[0]! % ADJECTIVES.length]!;
  return `${adjective} ${NOUNS[topic[1]! % NOUNS.length]!}`;
}

function capitalise(name: string): string {
  return name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
