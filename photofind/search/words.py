"""The word lists of the analysis: stop words, irregular plurals, and British spellings with their American form."""

from __future__ import annotations

STOP_WORDS = frozenset(
    """
    a an and are as at be been being but by can could did do does for from had has have he her him his i if in
    into is it its may me my not of on or our she should so some than that the their them then there these they
    this those to us was we were what when where which while who will with would yet you your
    """.split()  # noqa: SIM905 - a list of one word a line is no table to read
)
"""English words that carry no picture: dropped from captions and from typed text alike."""

ABOUT_PICTURES = frozenset(
    """
    image images photo photos photograph photographs picture pictures scene view background foreground left
    right top bottom middle center centre side front back tags visible seen shown appears appear likely possibly
    various several one two other another both up down out over under through along behind beside next about very each
    looks look looking several group large small near close around also more many overall main
    """.split()  # noqa: SIM905 - a list of one word a line is no table to read
)
"""Words that captions use about the picture itself or to join sentences: indexed, but never suggested."""

_IRREGULAR = """
men man|women woman|children child|people person|persons person|feet foot|teeth tooth|geese goose|mice mouse
|knives knife|leaves leaf|shelves shelf|bookshelves bookshelf|wolves wolf|loaves loaf|scarves scarf
|scarfs scarf|halves half|calves calf|wives wife|thieves thief|hooves hoof|lives life|elves elf|oxen ox
|buses bus|busses bus|minibuses minibus|gases gas|lenses lens|ties tie|pies pie|lies lie|dice die|cacti cactus
|fungi fungus|octopi octopus|snowmen snowman|firemen fireman|policemen policeman|policewomen policewoman
|fishermen fisherman|sportsmen sportsman|grandchildren grandchild|businessmen businessman|batsmen batsman
|axes axe|waves wave|irises iris|ran run|sat sit|stood stand|held hold|rode ride|ridden ride|flew fly
|flown fly|ate eat|eaten eat|wore wear|worn wear|threw throw|thrown throw|swam swim|drove drive|driven drive
|caught catch|taken take|took take|drank drink|slept sleep|fed feed|lying lie|tying tie|dying die
"""

_BRITISH = """
aeroplane airplane|aeroplanes airplane|aluminium aluminum|armour armor|armoured armored|axe ax
|behaviour behavior|catalogue catalog|centre center|centres center|centred centered|cheque check
|chequered checkered|cosy cozy|colour color|colours color|coloured colored|colouring coloring
|colourful colorful|colourfully colorfully|multicoloured multicolored|discoloured discolored|doughnut donut
|doughnuts donut|dialogue dialog|draught draft|favourite favorite|fibre fiber|flavour flavor
|flavoured flavored|grey gray|greys gray|greyish grayish|greyhound grayhound|harbour harbor|harbours harbor
|honour honor|jewellery jewelry|jeweller jeweler|kerb curb|kerbside curbside|labour labor|licence license
|litre liter|lustre luster|marvellous marvelous|metre meter|metres meter|mould mold|moustache mustache
|moustached mustached|moustaches mustache|neighbour neighbor|neighbours neighbor|neighbourhood neighborhood
|odour odor|organise organize|organised organized|parlour parlor|plough plow|ploughed plowed|ploughing plowing
|programme program|pyjama pajama|pyjamas pajamas|sabre saber|saviour savior|sceptre scepter|sulphur sulfur
|theatre theater|theatres theater|tonne ton|traveller traveler|travellers traveler|travelling traveling
|tyre tire|tyres tire|vapour vapor|woollen woolen|yoghurt yogurt|yoghurts yogurt|signalling signaling
|cancelled canceled|modelling modeling|panelled paneled|panelling paneling|tiered tiered|storey story
|storeys story|manoeuvre maneuver|archaeological archeological|encyclopaedia encyclopedia|mum mom|mums mom
"""


def _pairs(table: str) -> dict[str, str]:
    form: dict[str, str] = {}
    for entry in table.split("|"):
        one, base = entry.split()
        form[one] = base
    return form


NORMAL_FORMS: dict[str, str] = {**_pairs(_BRITISH), **_pairs(_IRREGULAR)}
"""Word form → the form that is stemmed instead: irregular plurals and past tenses, British → American spelling."""
