"""Words of software and computing, by stem, in English and Russian: a name or text that uses them speaks of something
that runs. Beside them words of the rest of life, and words of lessons and manuals.

The lists say what a text is about, never how good it is; they hold words that mean little else. Stems are matched at
the beginning of a word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from vaultkit.text.lazy_pattern import lazy_pattern

_ENGLISH = """
algorithm api$ apis$ backend frontend server client daemon database sqlite postgres mysql mongodb redis kafka rabbitmq
cache caching parser parsing lexer compiler interpreter runtime bytecode pipeline etl embedding tokeniz token llm$
llms$ gpt rag$ transformer neural network perceptron backprop gradient optimizer regression classifier clustering
inference finetun lora$ qlora quantiz dataset dataloader pretrain kernel thread mutex semaphore scheduler deadlock
queue stack$ heap hash hashing tree$ trie$ graph$ graphs$ array matrix matrices vector tensor query queries sql$ nosql
schema protocol endpoint http https grpc websocket tcp udp json yaml xml csv$ serializ docker kubernetes k8s helm
terraform ansible cli$ sdk$ library framework module plugin script bot$ agent prompt renderer rendering shader engine
simulat solver router routing encrypt decrypt cipher cryptograph auth authenticat oauth jwt deploy microservice
service worker firmware microcontroller arduino esp32 stm32 fpga gpu cuda opencl python javascript typescript java$
rust$ golang kotlin haskell prolog lisp c++$ c#$ bash$ regex recursion recursive iterator decorator coroutine async
concurren parallel refactor debug unittest pytest mock repository commit git$ github codebase sourcecode function
method class$ interface inheritance polymorphism pattern singleton adapter factory mvc$ orm$ crud bfs$ dfs$ dijkstra
binary sort$ sorting search index indexing crawler scraper spider indexer ranking recommend vectoriz sampling monte
markov bayes kalman filter fourier fft$ wavelet convolution segmentation detection recognition ocr$ tts$ asr$
dashboard widget component state$ hook render build$ automation workflow orchestrat monitor logging telemetry metric
benchmark profiler latency throughput memory allocator garbage pointer buffer stream config cron webhook proxy gateway
sharding replica consensus raft$ paxos blockchain nft$ mesh raycast collision physics pathfinding navmesh procedural
chatbot assistant planner executor evaluator checkpoint attention decoder encoder autoencoder diffusion gan$ vae$
reinforcement policy reward mcts minimax heuristic genetic annealing knapsack
"""

_RUSSIAN = """
алгоритм апи$ бэкенд бекенд фронтенд сервер клиент демон баз[аыуе]$ субд$ данных$ кэш кеш парсер парсинг лексер
компилятор интерпретатор рантайм байткод пайплайн конвейер эмбеддинг токен нейросет нейрон перцептрон трансформер
градиент оптимизатор регресси классификатор кластеризаци инференс дообучен файнтюн квантизац квантован датасет
ядр[оаеу]$ поток$ потоков мьютекс семафор планировщик дедлок очередь$ очереди$ стек$ стека$ куча$ хеш хэш дерев граф$
графа$ графы$ графов$ массив матриц вектор тензор запрос схем[аеуы]$ протокол эндпоинт эндпойнт сериализ докер
кубернетес утилит библиотек фреймворк модул плагин скрипт бот$ бота$ агент промпт рендер шейдер движ[оек]к симуляц
симулятор решател роутер маршрутизац шифровани шифр криптограф аутентификац авторизац деплой развертыван развёртыван
микросервис сервис воркер прошивк микроконтроллер программ код$ кода$ коде$ кодом$ регулярк рекурси итератор декоратор
корутин асинхрон многопоточ параллел рефактор отладк репозитори коммит гит$ функци метод$ метода$ методы$ класс$
класса$ классы$ интерфейс наследовани полиморфизм паттерн синглтон адаптер фабрик сортиров поиск индекс индексац
краулер скрапер ранжирован рекомендательн сэмплирован семплирован монте марков байес калман фильтр фурье вейвлет
свертк свёртк сегментаци детекци распознаван дашборд виджет компонент хук$ хуки$ автоматизац оркестрац мониторинг
логирован телеметр метрик бенчмарк профилировщик задержк пропускн аллокатор указател буфер стрим конфиг вебхук прокси
шлюз балансировк шардирован шардинг репликац консенсус блокчейн рейкаст коллизи процедурн чатбот ассистент декодер
энкодер автоэнкодер диффузионн подкреплени эвристик генетическ мидлвар виртуальн миграци транзакц архитектур
"""

# What people build, as verbs of a wish or a task.
_BUILD = """
доработ переработ переделат рефактор implement build$ building develop prototype mvp$ write$ code$ coding create
refactor integrate design$ architecture реализ разраб запрограмм закод прототип напис[аы] написать сдела[тй] создать
собрать внедри архитектур спроектир автоматизир
"""

_LIFE = """
travel trip vacation holiday visa passport emigra immigra relocation flight hotel recipe cook breakfast dinner lunch
diet vitamin calorie workout gym$ yoga sleep health doctor dentist hospital blood disease symptom therapy therapist
medication anxiety depress emotion feeling happiness relationship marriage wife husband girlfriend boyfriend parent
child friend birthday wedding funeral family movie film$ series novel book poem poetry lyrics song music concert
museum exam grade homework essay university school teacher budget salary rent mortgage tax taxes bank invest dividend
loan insurance shopping groceries apartment furniture renovation cleaning laundry garden plants cat$ dog$ car$ bike
journal diary gratitude mood habit meditation religion church prayer politics election history war$ culture philosophy
quote путешеств поездк отпуск виза$ визы$ визу$ паспорт эмиграц иммиграц переезд перелет перелёт отель рецепт готовк
завтрак обед ужин диет витамин калори тренировк зал$ йог сон$ сна$ здоров врач стоматолог больниц анализы$ кров болезн
симптом терапи психолог психотерап лекарств тревог депресс эмоци чувств счасть отношени брак$ жен[аыуе]$ муж$ мужа$
девушк родител дет[ией] ребен ребён друз[ьея] подруг рождени свадьб похорон семь[яиюе] фильм сериал роман$ книг стих
песн музык концерт музей экзамен зачет зачёт оценк домашк эссе универ школ учител бюджет зарплат аренд ипотек налог
банк инвест дивиденд кредит страхов покупк продукт[аыов] квартир мебел ремонт уборк стирк сад$ растени кошк кот$ собак
машин[аыуе]$ велосипед дневник благодарност настроени привычк медитац религи церк молитв политик выбор[ыо] истори войн
культур философ цитат
"""

_LESSON = """
example examples documentation пример документаци тест-кейс lecture lesson course tutorial cheatsheet cheat basics
introduction intro$ guide howto getting-started homework exercise chapter syllabus notes$ summary faq$ commands
command$ setup install installation configur reference лекци урок курс туториал шпаргалк основы$ введени руководств
гайд задани упражнени глав[аыуе]$ конспект команды$ установк настройк справочник памятк
"""


# Heads of names of what is built or implemented.
_THINGS = """
algorithm sort$ sorting search tree$ trie$ list$ array$ stack$ queue$ heap$ table$ map$ hash cache$ server client bot$
bots$ service microservice parser lexer compiler interpreter adapter factory builder balancer balancing replication
sharding partitioning index$ log$ store$ storage broker scheduler collector allocator editor engine module system$
interface menu hud$ minigame mechanic calculator generator simulator simulation converter loader uploader downloader
script app$ application plugin extension framework library api$ cli$ tui$ gui$ ui$ gateway proxy tokenizer encoder
decoder classifier detector tracker monitor dashboard widget component controller handler manager resolver router
renderer shader solver optimizer planner executor orchestrator pipeline workflow agent assistant chatbot crawler
scraper indexer ranker recommender filter regression clustering network model$ layer memory$ protocol format$ schema
adder counter register trigger latch multiplexer demultiplexer alu$ pattern observer singleton strategy$ decorator
facade iterator visitor mediator saga$ outbox inbox webhook polling hook$ hooks$ middleware authentication
authorization encryption cipher codec compressor deduplication throttling limiter breaker semaphore lock$ mutex pool$
buffer debugger profiler linter formatter bundler installer daemon worker watcher listener notifier importer exporter
synchronizer sync$ backup migrator sandbox emulator game$ website page$ form$ panel sheet overlay tooltip popup dialog
distance metric loss$ sampler policy embedding attention quantization distillation finetuning retrieval tokenization
алгоритм сортировк поиск дерев список$ списк массив стек$ очеред$ очередь$ куч[аи]$ таблиц[аы]$ хеш хэш кэш кеш сервер
клиент бот$ боты$ сервис микросервис парсер лексер компилятор интерпретатор адаптер фабрик билдер строител балансир
репликаци шардирован шардинг партицион индекс$ журнал хранилищ брокер планировщик сборщик аллокатор редактор движ[ок]к
движок модул систем[аы]$ интерфейс меню$ худ$ мини-игр миниигр механик калькулятор генератор симулятор симуляци
конвертер загрузчик скрипт приложени плагин расширени фреймворк библиотек шлюз прокси токенизатор кодировщик энкодер
декодер классификатор детектор трекер монитор дашборд виджет компонент обработчик менеджер роутер маршрутизатор рендер
шейдер решател оптимизатор оркестратор пайплайн конвейер агент ассистент чат-бот чатбот краулер парсинг скрапер фильтр
регресси кластериз сет[ьи]$ нейросет модель$ памят[ьи]$ протокол формат$ схем[аы]$ сумматор счетчик регистр$ триггер
дешифратор шифратор селектор мультиплексор паттерн декоратор итератор одиночк наблюдател стратеги фасад вебхук хук$
хуки$ аутентификаци авторизаци шифрован шифр сжати кодек лимитер семафор мьютекс блокировк пул$ буфер отладчик
профилировщик линтер воркер импорт$ импортер экспорт$ синхронизаци бэкап резервн песочниц эмулятор игра$ сайт
страниц[аы]$ форм[аы]$ панел окн[оа]$ подсказк диалог расстояни метрик функция$ метод$ доработк переработк реализаци
внедрени автоматизаци утилит программ[аы]$ петл[яи]$ контур подсистем слой$ эмбеддинг квантован
"""

# Heads of names of what is known, not built.
_TOPICS = """
law theorem lemma$ axiom principle paradigm methodology problem$ theory concept$ notion history philosophy
introduction basics fundamentals types$ kinds$ properties definition overview comparison versus vs$ syntax commands
cheatsheet installation configuration setup$ tutorial lecture talk$ conference book article paper$ review report
summary glossary resources links$ notes$ faq$ manifesto pyramid diagram$ questions interview career grades best$
advantages disadvantages benefits drawbacks differences limitations stages states aspects terminology
practice practices convention style$ guidelines culture community team$ roadmap$ plan$ plans$ schedule$ agenda meeting
retrospective diary закон теорем лемм[аы]$ аксиом принцип парадигм методологи проблем теори поняти истори философи
введени основы$ основн вид$ виды$ тип$ типы$ свойств определени обзор сравнени синтаксис команды$ шпаргалк установк
настройк конфигурац лекци доклад конференци книг стат[ьяи]$ реценз отчет глоссари ссылки$ заметки$ вопрос собеседован
карьер грейд практик стиль$ культур команда$ роадмап план$ планы$ расписани повестк встреч ретроспектив дневник
анализ$ сложност задача$ гипотез пирамид правил рекомендац советы$ как$ почему$ зачем$ что$ управлени использовани
особенност преимуществ недостат отличи ограничени этап$ этапы$ способ состояни применени пояснени инструкци атрибут
аспект концепци понимани обозначени терминологи основная$ популярн работа$ создани добавлени удалени генераци$ скачать$
класс$ классы$
"""

# Products, languages and libraries: a note named after one tells how it is used.
_TOOLS = """
python django flask fastapi asyncio aiohttp numpy pandas pytest pip$ conda jupyter matplotlib pytorch tensorflow keras
sklearn scikit java$ javascript typescript nodejs node$ react vue$ angular svelte nextjs webpack npm$ kotlin scala
golang go$ rust$ ruby rails php$ laravel haskell elixir erlang c\u0023$ c#$ c++$ swift$ dart$ flutter bash$ zsh$
powershell linux ubuntu debian centos fedora macos windows ios$ android docker dockerfile compose$ kubernetes k8s$
helm$ terraform ansible vagrant nginx apache$ traefik git$ github gitlab gitea bitbucket jenkins maven gradle sbt$
cmake make$ vim$ neovim emacs vscode intellij pycharm eclipse obsidian notion logseq jira confluence figma photoshop
blender unity$ unreal godot postgresql postgres mysql sqlite mariadb oracle$ mongodb redis cassandra riak clickhouse
elasticsearch kafka rabbitmq zookeeper consul vault$ prometheus grafana sql$ orm$ hibernate spring$ quarkus jackson
okhttp lombok liquibase flyway nexus samba wireguard openvpn iptables systemd ssh$ tmux aws$ azure gcp$ s3$ firebase
heroku vercel cloudflare chatgpt claude$ copilot cursor$ ollama html$ css$ sass$ tailwind latex markdown yaml json
xml$ regex питон джанго докер линукс гит$ постгрес обсидиан эксель excel
"""

_LISTS = {
    "thing": _THINGS,
    "topic": _TOPICS,
    "tool": _TOOLS,
    "technical": _ENGLISH + _RUSSIAN,
    "build": _BUILD,
    "life": _LIFE,
    "lesson": _LESSON,
}
_ADJECTIVE = lazy_pattern(r"(?:ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|его|ой|ых|их)$")
WORD = lazy_pattern(r"[^\W\d_][^\W_]*(?:(?:\+\+|#)(?!\w))?")
_SHORTEST, _LONGEST_STEM = 2, 14


@lru_cache(maxsize=1)
def _stems() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """(whole word → topics, stem → topics). A stem that ends in ``$`` is a whole word."""
    whole: dict[str, set[str]] = {}
    begins: dict[str, set[str]] = {}
    for topic, text in _LISTS.items():
        for stem in text.split():
            for one in _choices(stem.replace("ё", "е")):
                (whole if one.endswith("$") else begins).setdefault(one.rstrip("$"), set()).add(topic)
    return whole, begins


def _choices(stem: str) -> list[str]:
    """``баз[аы]$`` → ``база$``, ``базы$``."""
    opened = stem.find("[")
    if opened < 0:
        return [stem]
    closed = stem.index("]", opened)
    return [stem[:opened] + letter + stem[closed + 1:] for letter in stem[opened + 1:closed]]


@lru_cache(maxsize=200_000)
def topics(word: str) -> frozenset[str]:
    """Topics of which a word says that a text is about them: technical, build, life, lesson; mostly nothing."""
    low = word.casefold().replace("ё", "е")
    whole, begins = _stems()
    found = set(whole.get(low, ()))
    for length in range(_SHORTEST, min(len(low), _LONGEST_STEM) + 1):
        found |= begins.get(low[:length], set())
    return frozenset(found)


def topics_of(text: str) -> frozenset[str]:
    """The topics of all words of a short text."""
    return frozenset().union(*map(topics, WORD.findall(text)))


def topic_counts(text: str) -> tuple[Counter[str], set[str], int]:
    """(topic → words of it, distinct technical words, words in all) of a text."""
    return counted(WORD.findall(text))


def counted(words: Iterable[str]) -> tuple[Counter[str], set[str], int]:
    """As ``topic_counts``, of words."""
    counts: Counter[str] = Counter()
    technical: set[str] = set()
    total = 0
    for word, n in Counter(words).items():
        total += n
        for topic in topics(word):
            counts[topic] += n
            if topic == "technical":
                technical.add(word.casefold())
    return counts, technical, total


_LINKING = frozenset("""
of for in on with from to by at as via using and or the a an
в во на для с со из от к ко по при и или о об без через у до
""".split())


def head_of(name: str) -> str:
    """The word of a name that says what it is: in Russian the first noun-like word (``Алгоритм Дейкстры``), in English
    the last one before a preposition (``Adaptive replacement cache``, ``Theory of algorithms``)."""
    words = WORD.findall(name)
    if not words:
        return ""
    if any("\u0400" <= letter <= "\u04ff" for letter in words[0]):
        nouns = (word for word in words
                 if not _ADJECTIVE.search(word.casefold()) and word.casefold() not in _LINKING)
        return str(next(nouns, words[0]))
    until = next((at for at, word in enumerate(words) if at and word.casefold() in _LINKING), len(words))
    return str(words[until - 1])


def speaks_of(topic: str, text: str) -> bool:
    """Return whether any word of a short text is of ``topic``."""
    return any(topic in topics(word) for word in WORD.findall(text))
