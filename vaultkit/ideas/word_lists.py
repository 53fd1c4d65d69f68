"""Word lists of discover, in both languages. Lists of lemmas are compared with ``lemma.key``."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Headings and cells that name a part of a text, not a thing.
PARTS_OF_A_TEXT = """
introduction | overview | summary | conclusion | conclusions | example | examples | note | notes | tip | tips
faq | q&a | requirement | requirements | prerequisites | settings | features | installation | install | usage
contributing | license | see also | links | sources | references | credits | todo | table of contents | contents
next steps | troubleshooting | limitations | background | description | details | option | options | resources
related | related notes | more info | more information | further reading | getting started | get started
quick start | how it works | how to apply | changelog | release notes | general | other | others | misc
miscellaneous | download | status | result | results | question | answer | questions | answers | date | type
name | title | author | authors | tags | created | updated | list | warning | warnings | info | important
default | value | yes | no | purpose | context | discussion | frequently asked questions | recommended
not recommended | basics | basic | advanced | tools | tools resources | output | input | test | tests | update
updates | new | pros | cons | step | steps | day | week | month | year | home | index | about | support | help
thanks | введение | обзор | итог | итоги | вывод | выводы | заключение | пример | примеры | примечание
примечания | заметка | заметки | релевантные заметки | связанные заметки | источники | источник | ссылки
литература | смотри также | содержание | оглавление | описание | детали | подробности | настройка | настройки
требования | ограничения | вопрос | вопросы | ответ | ответы | часто задаваемые вопросы | дата | тип | название
имя | автор | авторы | теги | статус | результат | результаты | цель | цели | задача | задачи | контекст | план
шаг | шаги | этап | этапы | неделя | день | месяц | год | общее | общие | прочее | другое | важно | внимание
совет | советы | дальше | что дальше | дальнейшие шаги | резюме | краткое содержание | суть | проблема
последствия | решение | рекомендации | рекомендация | установка | использование | применение | категория | вид
виды | устранение неполадок | предварительные требования | дополнительно | дополнительные материалы
расширенный | другие | да | нет | поддержка | помощь | список | обновление | обновления | мышление | стратегия
уровень | пример цикла
"""

# Heads of a first column whose rows are sides from which one thing is looked at, not things.
CATEGORY_HEADS = """
category | categories | criterion | criteria | aspect | parameter | property | area | quality | метрика | категория
критерий | аспект | параметр | свойство | область | сфера | характеристика | показатель | признак | качество
"""

# Headings of any description of a program: parts of the text, though they name what is built.
PARTS_OF_A_DESCRIPTION = """
api | public api | components | architecture | data | data model | data structure | structure | project structure
directory structure | layout | modules | files | documents | format | formula | formulas | interface | main module
algorithm | code | implementation | design | schema | diagram | pattern | patterns | utilities | scripts | commands
публичный api | компоненты | архитектура | текущая архитектура | актуальная архитектура | данные | модель данных
структура | структура данных | структура проекта | структура файлов | модули | файлы | документы | документ
формат | формат записи | формула | формулы | интерфейс | алгоритм | код | реализация | схема | диаграмма | паттерн
паттерны | утилиты | скрипты | сводка | краткая сводка | подготовка | преимущество | недостаток | инфа
"""

# Column heads that announce what the text says of the thing in the first column.
STATUS_HEADS = """
status | state | level | progress | readiness | ready | knowledge | experience | skill | confidence | maturity
stage | статус | состояние | уровень | прогресс | готовность | степень | владение | знание | знания | опыт
навык | освоение | стадия | понимание
"""

# Heads of a first column that holds named things.
THING_HEADS = """
subsystem | component | tool | library | technology | module | topic | layer | framework | package | concept
idea | skill | area | stack | service | system | model | method | technique | format | term | product | project
app | application | plugin | подсистема | компонент | инструмент | библиотека | технология | модуль | тема
слой | фреймворк | пакет | концепт | идея | концепция | навык | область | стек | сервис | система | модель
метод | приём | техника | формат | термин | продукт | проект | приложение | плагин | понятие | блок
"""

# Headings of lists of sources: a link there cites a note that exists somewhere.
SOURCE_HEADS = """
sources | source | references | relevant notes | related notes | citations | bibliography | backlinks
источники | источник | релевантные заметки | связанные заметки | ссылки | использованные заметки | литература
"""

# English verbs that open an instruction. A heading or bold word that begins with one names an action.
IMPERATIVES = _set("""
accept access activate add adjust allow answer apply ask attach automate avoid back be become begin bookmark
bring browse build buy calculate call cancel capture change check choose clear click clip close collaborate
collect combine come configure connect consider contact contribute control convert copy create customise
customize cut debug decide define delete deploy describe disable disconnect discover display do don't download
downgrade drag drop edit embed enable ensure enter exclude execute expand explore export extend extract fill
filter find fix follow force format get give go group guard handle help hide ignore implement import improve
include insert install integrate invite join keep know launch learn leave let link list listen load log look
maintain make manage manipulate match merge migrate modify move navigate need note obtain open optimise optimize
order organise organize paste perform pick pin place play please practice prepare press prevent preview process
prune publish pull purchase push put quit read rebuild redeem redirect reduce refresh register remember remove
rename renew reorder repeat replace report reset resize resolve restart restore return review right-click run
save say schedule scroll search see select send set setup share show sign skip sort split stack start stay stop
store style submit subscribe switch sync take tap tell test think toggle track transfer translate troubleshoot
try turn type understand undo unlock unpin unpublish update upgrade upload use validate verify view visit wait
want watch work write
""")

# Words at which an English noun phrase ends. Together with the imperatives they cut a text into candidate terms.
ENGLISH_STOP = _set("""
a about above across actually after again against ago all almost alone along already also although always am
among an and another any anyone anything anyway apart are aren't around as aside at away based because been
before being below besides best better between both but by came can can't cannot certain clearly com comes could
couldn't currently depending did didn't different directly does doesn't doing done down due during each either
else enough entire especially etc even ever every everyone everything everywhere exactly except existing far few
finally first following for former found from further generally given goes going gone good got great had hadn't
has hasn't have haven't having he hence her here hers him his how however i i'd i'll i'm i've if in indeed
instead into is isn't it it's its itself just kind knows last lately later latter least less let's like likely
little long lot lots made main mainly many may maybe me mean means might mine more most mostly much multiple
must my myself name named namely near nearly needed needs neither never new newly next nice no nobody none nor
not nothing now nowhere number of off often ok old on once one ones only onto or original other others otherwise
our ours out over overall own particular per perhaps possible possibly previous probably provided provides quite
rather really recent recently regarding regular related relevant respectively right same saw second see seem
seems seen several shall she should shouldn't similar simple simply since single so some somehow someone
something sometimes somewhere soon specific specified still stuff such sure than that that's the their theirs
them themselves then there there's thereby therefore these they they're they've thing things third this those
though three through throughout thus to together too took toward towards twice two typically under unless unlike
until unto up upon us used useful user's uses using usual usually various very via vs want wants was wasn't way
ways we we'd we'll we're we've well went were weren't what what's whatever when whenever where whether which
while who whole whom whose why will with within without won't would wouldn't yes yet you you'd you'll you're
you've your yours yourself zero available able additional additionally appropriate current default desired full
general important large larger left lower major minor necessary nearby non part parts place places point points
rest small smaller someone's sort top upper whichever example examples e.g i.e time times day days week weeks
month months year years people person lets makes gets works looks shows helps allows supports adds added changed
changes fixed brings creates created creating including includes included contains containing called according
today yesterday tomorrow bottom side corner end beginning start middle wide high low big bigger easy easier hard
quick quickly cool awesome amazing super neat fun pretty bit bunch couple
""")

# Head words that say little: the words before them only tell which of many is meant.
GENERIC_HEADS = _set("""
file files folder folders note notes page pages location locations name names button icon icons versions feature
features information setting settings option options user users line lines way thing title titles файл папка
заметка страница название имя кнопка значок содержимое настройка опция пользователь строка меню вкладка
устройство
""")

# What stands before a noun phrase, and never before a verb.
ENGLISH_DETERMINERS = _set("""
a an the your my our their its this these those each every any no some of in on for with from by into via as
between without within using about against through under over per another both
""")

# Russian words that make no term although they are nouns or adjectives.
RUSSIAN_STOP = _set("""
который этот тот такой весь сам самый другой каждый любой свой наш ваш мой твой его её их один два три четыре
пять несколько многие многое некоторый следующий предыдущий новый старый первый второй третий последний нужный
необходимый возможный доступный различный разный данный текущий определённый определенный дополнительный полный
общий целый большой маленький малый хороший лучший важный основной главный подобный соответствующий остальной
отдельный обычный простой конкретный похожий готовый правый левый верхний нижний собственный единственный
больший меньший пример раз время день неделя месяц год час минута секунда способ случай образ вид тип часть
сторона место ряд число количество вопрос ответ дело вещь человек люди момент уровень помощь использование
возможность необходимость наличие отсутствие начало конец середина результат причина цель порядок вариант связь
качество угол верх низ половина пора шаг пункт слово друг нажатие выбор дальнейший пожалуйста например
""")

# Imperatives that are nouns as often: they cut no candidate term.
NOUNS_TOO = _set("""
preview test request comment support focus study guess
access answer bookmark build call capture change check clip control copy debug display download drag drop edit
embed export extract fill filter find fix force format group guard guide handle help import insert install join
launch link list load log look match merge move note order pin place play practice press process pull purchase
push register release repeat replace report reset return review run save schedule scroll search set setup share
sort split stack start stop store style switch sync take track transfer type update upgrade use view visit wait
watch work
""")
ENGLISH_BREAKS = ENGLISH_STOP | (IMPERATIVES - NOUNS_TOO)


def split_words(words: str) -> tuple[str, ...]:
    """The single phrases of one of the lists above: lines and bars separate them."""
    return tuple(phrase.strip() for phrase in words.replace("\n", "|").split("|") if phrase.strip())
